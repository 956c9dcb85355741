import type { Overview } from '../../shared/overview.ts';

/** One line, or one colour of the bars. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** By number from the sheet; 0 is for what is of no one. */
  readonly colour: number;
}

/** When each bucket begins, in seconds, as uPlot wants it. */
export function bucketTimes({ since, bucketMs, activity }: Overview): number[] {
  const beginMs = Date.parse(since);
  return activity.events.map((_, at) => (beginMs + at * bucketMs) / 1000);
}

/** Each on top of those before it, the topmost first: so each is drawn over the one that reaches beyond it. */
export function stack(series: readonly Series[]): Series[] {
  let below: readonly number[] = [];
  const stacked = series.map((one) => {
    below = one.values.map((value, at) => (value ?? 0) + (below[at] ?? 0));
    return { ...one, values: below };
  });
  return stacked.reverse();
}

/** The busiest by name, and the others as one. */
export function activitySeries({ activity }: Overview, nameOf: (id: string) => string): Series[] {
  const named = activity.sessions.map(({ id, events }, at) => ({ name: nameOf(id), values: events, colour: at + 1 }));
  if (activity.rest.sessions === 0) return named;
  const rest = { name: `${activity.rest.sessions} others`, values: activity.rest.events, colour: 0 };
  return [...named, rest];
}

/** In percent; nothing where there was no call. */
export function failureShares({ activity }: Overview): (number | null)[] {
  return activity.calls.map((calls, at) => (calls === 0 ? null : (100 * (activity.failed[at] ?? 0)) / calls));
}
