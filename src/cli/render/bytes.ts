const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** As file managers say it: three figures at most, in powers of 1000. */
export function printBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const text = unit === 0 || amount >= 99.95 ? String(Math.round(amount)) : amount.toFixed(1);
  return `${text} ${UNITS[unit]}`;
}
