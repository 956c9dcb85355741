import type { Envelope } from '../../shared/envelope.ts';
import type { WaitView } from '../../shared/overview.ts';
import type { AgentView, SpanView } from '../../shared/session-view.ts';
import { type Moment, type Outcome, toCall, toMoment } from './moment.ts';
import { createOrdered } from './ordered.ts';
import { isBegunBy } from './story-waits.ts';

export interface Story {
  /** Takes in events in any order; one that is known changes nothing. */
  add(events: readonly Envelope[]): void;
  /** What became of calls whose end no event tells: denied, interrupted. */
  settle(spans: readonly SpanView[]): void;
  /** The ids of calls whose end was not told yet; it may never be. */
  open(): ReadonlySet<string>;
  /** Since when somebody may have been waited for, of which the length is not known yet. */
  openWaitsSince(): string | undefined;
  /** How long the human was waited for, as the daemon has it. */
  tellWaits(waits: readonly WaitView[]): void;
  /** By the hook's time, whatever came late. */
  moments(): readonly Moment[];
}

const OUTCOMES: readonly string[] = ['running', 'ok', 'failed', 'denied', 'interrupted', 'unknown'] satisfies Outcome[];

/** What the keys of calls begin with. */
const CALL = 'call ';

/** The events of one session as a story: prompts, calls with what became of them, waits. */
export function createStory(): Story {
  const byKey = new Map<string, Moment>();
  const ordered = createOrdered(byTime);
  const open = new Set<string>();
  /** Waits of unknown length, by their keys. */
  const openWaits = new Set<string>();
  let lastPromptAt = '';

  const put = (moment: Moment): void => {
    ordered.put(moment, byKey.get(moment.key));
    byKey.set(moment.key, moment);
    if (moment.outcome === 'running') open.add(moment.key.slice(CALL.length));
    else if (moment.outcome !== undefined) open.delete(moment.key.slice(CALL.length));
  };
  const take = (moment: Moment): void => {
    const { key, kind } = moment;
    if (kind === 'wait' && byKey.has(key)) return; // its length may be known
    put(moment);
    if (kind === 'wait') openWaits.add(key);
    if (kind === 'prompt' && moment.at > lastPromptAt) lastPromptAt = moment.at;
  };

  return {
    add(events) {
      for (const event of events) {
        const moment = toCall(event, (key) => byKey.get(key)) ?? toMoment(event);
        if (moment !== undefined) take(moment);
      }
    },
    settle(spans) {
      for (const { tool_use_id: id, outcome, durationMs, error } of spans) {
        const call = byKey.get(CALL + id);
        if (call === undefined || call.outcome === outcome || !isOutcome(outcome)) continue;
        put({ ...call, outcome, durationMs: durationMs ?? call.durationMs, error: error ?? call.error });
      }
    },
    open: () => open,
    openWaitsSince: () =>
      [...openWaits].map((key) => byKey.get(key)?.at ?? '').reduce<string | undefined>(earlier, undefined),
    tellWaits(waits) {
      for (const moment of [...openWaits].map((key) => byKey.get(key))) {
        if (moment === undefined) continue;
        const told = waits.find((wait) => isBegunBy(wait, moment));
        if (told !== undefined) put({ ...moment, waitedMs: told.durationMs });
        // A prompt ends all waits: nobody was waited for where it did not become one.
        if (told !== undefined || moment.at < lastPromptAt) openWaits.delete(moment.key);
      }
    },
    moments: ordered.list,
  };
}

export interface KnownAgent {
  readonly type: string;
  /** 0 is the main thread; one more for each sub-agent between. */
  readonly depth: number;
}

export function agentsById(agents: readonly AgentView[], depth = 1): Map<string, KnownAgent> {
  const known = new Map<string, KnownAgent>();
  for (const { id, type, agents: sent } of agents) {
    known.set(id, { type, depth });
    for (const [deeperId, deeper] of agentsById(sent, depth + 1)) known.set(deeperId, deeper);
  }
  return known;
}

function byTime(one: Moment, other: Moment): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.seq - other.seq;
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && one < other ? one : other;
}

function isOutcome(text: string): text is Outcome {
  return OUTCOMES.includes(text);
}
