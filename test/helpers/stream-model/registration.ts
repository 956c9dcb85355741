import type { EventLog, Filter } from './event-log.ts';
import { type Gap, type Heard, judge } from './judge.ts';

/** What a `register` may ask for beside a filter, of which one counts. */
export type Start =
  | { readonly from: 'here' }
  | { readonly from: 'after'; readonly seq: number }
  | { readonly from: 'history'; readonly count: number }
  | { readonly from: 'since'; readonly atMs: number }
  | { readonly from: 'other store'; readonly seq: number };

export interface Wish {
  readonly filter: Filter;
  readonly start: Start;
  readonly batch: boolean;
}

export type Message = Readonly<Record<string, unknown>>;

/** A wish, and what was heard for it from its welcome on. */
export interface Registration {
  readonly wish: Wish;
  readonly welcome?: Message;
  readonly heard: Heard[];
  bounds?: { readonly least: number; readonly most: number; readonly first?: Gap };
}

export function toFields(start: Start): object {
  switch (start.from) {
    case 'here':
      return {};
    case 'after':
      return { after: start.seq };
    case 'history':
      return { history: start.count };
    case 'since':
      return { since: start.atMs };
    case 'other store':
      return { after: start.seq, store_id: 'of-another-store' };
  }
}

/** Between which seqs the registration begins. */
export function boundsOf({ wish, welcome }: Registration, previous: Registration | undefined, log: EventLog) {
  const { filter, start } = wish;
  const welcomeSeq = Number(welcome?.seq);
  const exactly = (seq: number) => ({ least: seq, most: seq });
  const held = log.asked(filter, 0).filter(({ seq, fate }) => seq <= welcomeSeq && fate === 'held');
  const newest = (count: number) => exactly((held.at(-count)?.seq ?? held[0]?.seq ?? welcomeSeq + 1) - 1);
  if (start.from === 'after') return exactly(start.seq);
  if (start.from === 'history' && start.count > 0) return newest(start.count);
  if (start.from === 'other store') {
    const first: Gap = { from: start.seq + 1, to: null, count: null };
    return { ...newest(1000), first };
  }
  const since = start.from === 'since' ? held.filter(({ atMs }) => atMs >= start.atMs) : [];
  if (since[0] !== undefined) return exactly(since[0].seq - 1);
  return goesOn(previous, welcomeSeq, log);
}

/** Where the one before it ended, whatever that was. */
function goesOn(previous: Registration | undefined, welcomeSeq: number, log: EventLog) {
  const { least = 0, most = 0, first } = previous?.bounds ?? {};
  const heard = previous?.heard.slice(first === undefined ? 0 : 1) ?? [];
  const { reachedSeq, due } = judge({ filter: previous?.wish.filter ?? {}, least, most, heard, wasSlow: true }, log);
  const next = due[0]?.seq ?? welcomeSeq + 1;
  return { least: reachedSeq, most: Math.max(reachedSeq, Math.min(next - 1, welcomeSeq)) };
}
