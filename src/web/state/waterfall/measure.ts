import type { Moment } from '../moment.ts';
import { agentBar, type Bar, callBar, type Until } from './bars.ts';
import type { Entry } from './entry.ts';

/** Finds out what each entry covers. Of most it was found before: what is over stays as it is. */
export function measure(entries: readonly Entry[], until: Until): void {
  let mainNextMs: number | undefined;
  for (const { lane } of entries) if (lane) lane.nextMs = undefined;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at] as Entry;
    const { lane } = entry;
    const nextMs = lane === undefined ? mainNextMs : lane.nextMs;
    setBar(entry, barOf(entry, nextMs, until));
    const toldMs = nextMsBefore(entry, nextMs);
    if (lane === undefined) mainNextMs = toldMs;
    else lane.nextMs = toldMs;
  }
}

/** The row is made anew only where it covers something else. */
export function setBar(entry: Entry, bar: Bar): void {
  if (bar === entry.bar || isSame(bar, entry.bar)) return;
  entry.bar = bar;
  entry.row = undefined;
}

function barOf(entry: Entry, nextMs: number | undefined, until: Until): Bar {
  const { moment, lane, wait } = entry;
  if (moment.kind === 'agent') return agentBar(moment, lane?.agent, lane?.lastMs ?? 0, until);
  if (moment.kind !== 'call') return entry.bar;
  const isOver = moment.endAtMs !== undefined;
  if (isOver && entry.measuredWith === (wait ?? 'nothing')) return entry.bar;
  entry.measuredWith = wait ?? 'nothing';
  return callBar(moment, wait, nextMs, until);
}

/** What the moment before of the same agent was over by at the latest. A prompt tells nothing about it: it may come hours later. */
function nextMsBefore({ moment }: Entry, nextMs: number | undefined): number | undefined {
  if (moment.kind === 'prompt') return undefined;
  return isAside(moment) ? nextMs : moment.atMs;
}

/** It comes whatever its agent does: somebody is waited for, a file has changed. */
function isAside({ kind, name }: Moment): boolean {
  return kind === 'wait' || (kind === 'note' && name !== 'End');
}

function isSame(one: Bar, other: Bar): boolean {
  return (
    one.fromMs === other.fromMs &&
    one.toMs === other.toMs &&
    one.isOpen === other.isOpen &&
    one.isGuess === other.isGuess &&
    one.wait?.fromMs === other.wait?.fromMs &&
    one.wait?.toMs === other.wait?.toMs
  );
}
