import type { Moment } from '../moment.ts';
import { askedFor, OVERTAKE_MS } from '../story-waits.ts';

/** The wait of a call for its permission, by the call's key. The event names no call, so it is given to the first open one of the same agent that would do the same. */
export function findWaits(moments: readonly Moment[]): ReadonlyMap<string, Moment> {
  const isAsked = moments.some(({ kind }) => kind === 'wait');
  const calls = isAsked ? moments.filter(({ kind }) => kind === 'call') : [];
  const free = Map.groupBy(calls, askedFor);
  const waits = new Map<string, Moment>();
  for (const moment of moments) {
    const { kind, at } = moment;
    const list = kind === 'wait' ? free.get(askedFor(moment)) : undefined;
    if (list === undefined) continue;
    while (list[0] !== undefined && isOver(list[0], at)) list.shift();
    const [call] = list;
    if (call === undefined || call.atMs > moment.atMs + OVERTAKE_MS) continue;
    waits.set(call.key, moment);
    list.shift();
  }
  return waits;
}

function isOver({ endAt }: Moment, at: string): boolean {
  return endAt !== undefined && endAt < at;
}
