const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const MINUTES = new Intl.DateTimeFormat(undefined, { timeStyle: 'short', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY_MS = 86_400_000;

/** Local time of day, to the second. */
export function printClock(ms: number): string {
  return CLOCK.format(ms);
}

/** As exactly as steps of this length need it; where a day begins, the day. */
export function printTick(ms: number, stepMs: number): string {
  const date = new Date(ms);
  const isMidnight = date.getHours() + date.getMinutes() + date.getSeconds() + date.getMilliseconds() === 0;
  if (stepMs >= DAY_MS || (isMidnight && stepMs >= 60_000)) return DAY.format(ms);
  if (stepMs >= 60_000) return MINUTES.format(ms);
  if (stepMs >= 1000) return CLOCK.format(ms);
  return `${CLOCK.format(ms)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** What local time is ahead of UTC then. */
export function offsetMsAt(ms: number): number {
  return -new Date(ms).getTimezoneOffset() * 60_000;
}
