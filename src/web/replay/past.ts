/** What was so from some time on, in the order of time; past so many only every second is kept, again and again. */
export interface Past<Value> {
  push(atMs: number, value: Value): void;
  /** The latest that is not after this time. */
  at(ms: number): Value | undefined;
}

const MAX_VALUES = 20_000;

export function createPast<Value>(maxValues = MAX_VALUES): Past<Value> {
  let times: number[] = [];
  let values: Value[] = [];
  let stride = 1;
  let count = 0;

  /** One of so many is kept for good; the newest is, until there is a newer one. */
  const dropSpare = (): void => {
    if ((count - 1) % stride === 0) return;
    times.pop();
    values.pop();
  };
  const thin = (): void => {
    const isKept = (_: unknown, index: number): boolean => index % 2 === 0;
    times = times.filter(isKept);
    values = values.filter(isKept);
    stride *= 2;
  };

  return {
    push(atMs, value) {
      if (count > 0) dropSpare();
      times.push(atMs);
      values.push(value);
      count += 1;
      if (values.length > maxValues) thin();
    },
    at: (ms) => values[countUpTo(times, ms) - 1],
  };
}

/** How many of these rising times are not after this one; by halves. */
export function countUpTo(times: readonly number[], ms: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
