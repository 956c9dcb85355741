import { readHistory } from '../client/read-history.ts';
import type { SubscribeOptions } from '../client/subscribe.ts';
import { parseMoment } from '../shared/duration.ts';
import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import { createMatcher } from '../shared/event-filter.ts';
import { MAX_HISTORY } from '../shared/wire.ts';
import type { World } from './world.ts';

export interface TailWish {
  readonly session: string | undefined;
  readonly type: readonly string[];
  readonly tool: readonly string[];
  readonly host: string | undefined;
  readonly history: number | undefined;
  readonly since: string | undefined;
  readonly follow: boolean;
}

export interface TailStart {
  /** To be shown first. */
  readonly past: readonly Envelope[];
  /** With the past everything has been shown that was asked for. */
  readonly isOver: boolean;
  /** What to ask the daemon for then. */
  readonly subscription: Pick<SubscribeOptions, 'session' | 'types' | 'after' | 'since'>;
  /** What the daemon cannot tell apart is told apart here. */
  readonly isWanted: (envelope: Envelope) => boolean;
  /** The past ends with this one, and so does the command; undefined to go on. */
  readonly lastSeq?: number | undefined;
}

/** Finds out which session is meant, and where to begin. */
export async function findStart(wish: TailWish, world: World): Promise<TailStart> {
  const session = wish.session === undefined ? undefined : await findSession(wish.session, world);
  const filter = { session, types: wish.type.length === 0 ? undefined : wish.type };
  const start = { past: [], isOver: false, isWanted: createWanted(wish), subscription: filter };
  if (wish.history === undefined && wish.since === undefined && wish.follow) return start;
  const held = await readHistory({ ...filter, limit: MAX_HISTORY, ...world.daemon() });
  return beginInPast(start, wish, { held, nowMs: world.nowMs() });
}

function beginInPast(start: TailStart, wish: TailWish, found: { held: readonly Envelope[]; nowMs: number }): TailStart {
  const lastSeq = found.held.at(-1)?.seq ?? 0;
  const sinceMs = wish.since === undefined ? 0 : (parseMoment(wish.since, found.nowMs) ?? 0);
  const recent = found.held.filter(({ timestamp }) => Date.parse(timestamp) >= sinceMs);
  const mayBeMore = recent.length > 0 || (wish.follow && found.held.length === MAX_HISTORY);
  if (wish.since !== undefined && wish.history === undefined && mayBeMore) {
    // There may be more than one answer holds, also behind events that came later and happened before: the stream brings it.
    const subscription = { ...start.subscription, since: wish.since };
    return { ...start, subscription, lastSeq: wish.follow ? undefined : lastSeq };
  }
  const past = lastOf(recent.filter(start.isWanted), wish.history ?? recent.length);
  return { ...start, past, isOver: !wish.follow, subscription: { ...start.subscription, after: lastSeq } };
}

function lastOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  return count === 0 ? [] : items.slice(-count);
}

/** A tool, a host: questions that a subscription does not ask. */
function createWanted({ tool, host }: TailWish): (envelope: Envelope) => boolean {
  const matchesTool = createMatcher({ types: tool });
  return (envelope) => {
    if (host !== undefined && envelope.host !== host) return false;
    return tool.length === 0 || matchesTool({ type: String(envelope.data.tool_name ?? '') });
  };
}

/** `last`, a whole id, or the beginning of one that was heard of lately. */
async function findSession(asked: string, world: World): Promise<string> {
  const ids = (await readHistory({ limit: MAX_HISTORY, ...world.daemon() }))
    .flatMap(({ session_id: id }) => id ?? [])
    .reverse();
  const found = asked === 'last' ? ids[0] : (ids.find((id) => id === asked) ?? onlyOne(asked, ids));
  if (found !== undefined) return found;
  if (asked === 'last') throw new MpmError('NO_SESSION', 'There is no session yet.', { hint: 'mpm-hook doctor' });
  return asked; // older than what was looked at, or yet to come
}

function onlyOne(prefix: string, ids: readonly string[]): string | undefined {
  const matching = [...new Set(ids.filter((id) => id.startsWith(prefix)))];
  if (matching.length < 2) return matching[0];
  throw new MpmError('AMBIGUOUS_SESSION', `${matching.length} sessions begin with "${prefix}".`, {
    hint: `One of: ${matching.slice(0, 5).join(', ')}`,
  });
}
