/** A stretch of time, in ms since the epoch. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is covered by any of them: in order, none touching the next. Those of no length cover nothing. */
export function join(stretches: readonly Stretch[]): Stretch[] {
  const sorted = stretches.filter(({ fromMs, toMs }) => toMs > fromMs).sort((one, other) => one.fromMs - other.fromMs);
  const joined: Stretch[] = [];
  for (const { fromMs, toMs } of sorted) {
    const last = joined.at(-1);
    if (last === undefined || fromMs > last.toMs) joined.push({ fromMs, toMs });
    else if (toMs > last.toMs) joined[joined.length - 1] = { fromMs: last.fromMs, toMs };
  }
  return joined;
}

/** What is covered by any of these, and by none of those. */
export function subtract(these: readonly Stretch[], those: readonly Stretch[]): Stretch[] {
  const taken = join(those);
  let first = 0;
  return join(these).flatMap((stretch) => {
    while ((taken[first]?.toMs ?? Number.POSITIVE_INFINITY) <= stretch.fromMs) first += 1;
    return leave(stretch, taken, first);
  });
}

/** What the taken ones leave of it; `first` is the first that may reach into it. */
function leave({ fromMs, toMs }: Stretch, taken: readonly Stretch[], first: number): Stretch[] {
  const left: Stretch[] = [];
  let beginMs = fromMs;
  for (let at = first; beginMs < toMs; at += 1) {
    const { fromMs: takenMs, toMs: freeMs } = taken[at] ?? { fromMs: toMs, toMs };
    if (takenMs > beginMs) left.push({ fromMs: beginMs, toMs: Math.min(takenMs, toMs) });
    beginMs = Math.max(beginMs, freeMs);
  }
  return left;
}

/** When stretches begin and when they end, each in order by itself. Those of no length are left out. */
export interface Edges {
  readonly begins: Float64Array;
  readonly ends: Float64Array;
}

export function edgesOf(stretches: readonly Stretch[]): Edges {
  const lasting = stretches.filter(({ fromMs, toMs }) => toMs > fromMs);
  const [begins, ends] = [new Float64Array(lasting.length), new Float64Array(lasting.length)];
  lasting.forEach(({ fromMs, toMs }, at) => {
    begins[at] = fromMs;
    ends[at] = toMs;
  });
  return { begins: begins.sort(), ends: ends.sort() };
}

/** How long any of them lasts. Nothing does where as many have ended as have begun. */
export function coveredMs({ begins, ends }: Edges): number {
  const firstMs = begins[0];
  if (firstMs === undefined) return 0;
  let freeMs = 0;
  for (let at = 1; at < begins.length; at += 1) {
    freeMs += Math.max(0, (begins[at] as number) - (ends[at - 1] as number));
  }
  return (ends.at(-1) as number) - firstMs - freeMs;
}

export function totalMs(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

export function meets(one: Stretch, other: Stretch): boolean {
  return one.fromMs <= other.toMs && one.toMs >= other.fromMs;
}
