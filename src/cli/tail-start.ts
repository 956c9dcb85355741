import { readHistory } from '../client/read-history.ts';
import { readLatest } from '../client/read-latest.ts';
import type { SubscribeOptions } from '../client/subscribe.ts';
import { parseMoment } from '../shared/duration.ts';
import type { Envelope } from '../shared/envelope.ts';
import { createMatcher } from '../shared/event-filter.ts';
import { MAX_HISTORY } from '../shared/wire.ts';
import { findSession } from './find-session.ts';
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
  if (wish.history !== undefined || wish.since === undefined) return beginWithLatest(start, wish, world);
  const sinceMs = parseMoment(wish.since, world.nowMs()) ?? 0;
  const last = await readHistory({ ...filter, limit: 1, ...world.daemon() });
  return beginSince(sinceMs, { start, lastSeq: last.at(-1)?.seq ?? 0, follow: wish.follow });
}

/** However much that is and in whatever order it came, the stream brings it, and with it some that happened before. */
function beginSince(
  sinceMs: number,
  { start, lastSeq, follow }: { readonly start: TailStart; readonly lastSeq: number; readonly follow: boolean },
): TailStart {
  const isLive = ({ seq }: Envelope): boolean => seq > lastSeq;
  return {
    ...start,
    isOver: !follow && lastSeq === 0,
    isWanted: (envelope) => start.isWanted(envelope) && (isLive(envelope) || isSince(sinceMs, envelope)),
    subscription: { ...start.subscription, since: new Date(sinceMs).toISOString() },
    lastSeq: follow ? undefined : lastSeq,
  };
}

/** What is rare is found however many others came since. */
async function beginWithLatest(start: TailStart, wish: TailWish, world: World): Promise<TailStart> {
  const { subscription } = start;
  const { session, types } = subscription;
  const { host, since, history: limit = MAX_HISTORY } = wish;
  const tools = wish.tool.length === 0 ? undefined : wish.tool;
  const latest = { session, types, tools, host, since, limit };
  const { events, newestSeq } = await readLatest({ ...latest, ...world.daemon() });
  return { ...start, past: events, isOver: !wish.follow, subscription: { ...subscription, after: newestSeq } };
}

function isSince(sinceMs: number, { timestamp }: Envelope): boolean {
  return Date.parse(timestamp) >= sinceMs;
}

/** A tool, a host: questions that a subscription does not ask. */
function createWanted({ tool, host }: TailWish): (envelope: Envelope) => boolean {
  const matchesTool = createMatcher({ types: tool });
  return (envelope) => {
    if (host !== undefined && envelope.host !== host) return false;
    return tool.length === 0 || matchesTool({ type: String(envelope.data.tool_name ?? '') });
  };
}
