/** How often each length of time was met, to two digits: enough for medians, and small however many there were. */
export type Spread = Readonly<Record<string, number>>;

/** Puts one into the other. */
export function mergeInto(sum: Map<number, number>, spread: Spread): void {
  for (const [key, count] of Object.entries(spread)) sum.set(Number(key), (sum.get(Number(key)) ?? 0) + count);
}

export function countInto(sum: Map<number, number>, ms: number): void {
  const key = toTwoDigits(ms);
  sum.set(key, (sum.get(key) ?? 0) + 1);
}

/** For each share the smallest length that at least so many of all do not exceed; null where there was none. */
export function quantiles(sum: ReadonlyMap<number, number>, shares: readonly number[]): (number | null)[] {
  const ascending = [...sum].sort(([one], [other]) => one - other);
  const total = ascending.reduce((all, [, count]) => all + count, 0);
  return shares.map((share) => {
    const wanted = Math.ceil(total * share);
    let passed = 0;
    for (const [ms, count] of ascending) {
      passed += count;
      if (passed >= wanted) return ms;
    }
    return null;
  });
}

function toTwoDigits(ms: number): number {
  if (Number.isInteger(ms) && ms < 100) return ms;
  const step = 10 ** (Math.floor(Math.log10(ms)) - 1);
  return step >= 1 ? Math.round(ms / step) * step : Number(ms.toPrecision(2));
}
