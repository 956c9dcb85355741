/** How often each length of time was met, to two digits: enough for medians, and small however many there were. */
export type Spread = Readonly<Record<string, number>>;

const DIGITS = 2;

/** The same with one more. */
export function addTo(spread: Spread, ms: number): Spread {
  const key = keyOf(ms);
  return { ...spread, [key]: (spread[key] ?? 0) + 1 };
}

/** Puts one into the other. */
export function mergeInto(sum: Map<number, number>, spread: Spread): void {
  for (const [key, count] of Object.entries(spread)) sum.set(Number(key), (sum.get(Number(key)) ?? 0) + count);
}

/** As `addTo`, for who counts very often. */
export function countInto(sum: Map<number, number>, ms: number): void {
  const key = Number(keyOf(ms));
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

/** Whole numbers under a hundred are the most common by far. */
function keyOf(ms: number): string {
  return Number.isInteger(ms) && ms < 10 ** DIGITS ? String(ms) : String(Number(ms.toPrecision(DIGITS)));
}
