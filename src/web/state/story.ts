import type { Envelope } from '../../shared/envelope.ts';
import type { AgentView, SpanView } from '../../shared/session-view.ts';
import { type Moment, type Outcome, toCall, toMoment } from './moment.ts';
import { askedFor, waitedMsOf } from './story-waits.ts';

export interface Story {
  /** Takes in events in any order; one that is known changes nothing. */
  add(events: readonly Envelope[]): void;
  /** What became of calls whose end no event tells: denied, interrupted. */
  settle(spans: readonly SpanView[]): void;
  /** By the hook's time, whatever came late. */
  moments(): readonly Moment[];
}

const OUTCOMES: readonly string[] = ['running', 'ok', 'failed', 'denied', 'interrupted', 'unknown'] satisfies Outcome[];

/** The events of one session as a story: prompts, calls with what became of them, waits. */
export function createStory(): Story {
  const byKey = new Map<string, Moment>();
  const waitsByAsked = new Map<string, string[]>();
  let sorted: readonly Moment[] | undefined;

  const measure = (wait: Moment, call: Moment): void => {
    const waitedMs = waitedMsOf(wait, call);
    if (waitedMs !== undefined) byKey.set(wait.key, { ...wait, waitedMs });
  };
  const noteWait = (wait: Moment): void => {
    const asked = askedFor(wait);
    waitsByAsked.set(asked, [...(waitsByAsked.get(asked) ?? []), wait.key]);
    const calls = [...byKey.values()].filter((moment) => moment.kind === 'call' && askedFor(moment) === asked);
    for (const call of calls) measure(wait, call);
  };
  const noteCall = (call: Moment): void => {
    for (const key of waitsByAsked.get(askedFor(call)) ?? []) {
      const wait = byKey.get(key);
      if (wait !== undefined && wait.waitedMs === undefined) measure(wait, call);
    }
  };
  const take = (moment: Moment): void => {
    if (moment.kind === 'wait' && byKey.has(moment.key)) return; // its length may be known
    byKey.set(moment.key, moment);
    sorted = undefined;
    if (moment.kind === 'wait') noteWait(moment);
    if (moment.kind === 'call') noteCall(moment);
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
        const call = byKey.get(`call ${id}`);
        if (call === undefined || call.outcome === outcome || !isOutcome(outcome)) continue;
        byKey.set(call.key, {
          ...call,
          outcome,
          durationMs: durationMs ?? call.durationMs,
          error: error ?? call.error,
        });
        sorted = undefined;
      }
    },
    moments() {
      sorted ??= [...byKey.values()].sort(byTime);
      return sorted;
    },
  };
}

/** 0 for the main thread, one more for each sub-agent between. */
export function agentDepths(agents: readonly AgentView[], depth = 1): Map<string, number> {
  const depths = new Map<string, number>();
  for (const agent of agents) {
    depths.set(agent.id, depth);
    for (const [id, deeper] of agentDepths(agent.agents, depth + 1)) depths.set(id, deeper);
  }
  return depths;
}

function byTime(one: Moment, other: Moment): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.seq - other.seq;
}

function isOutcome(text: string): text is Outcome {
  return OUTCOMES.includes(text);
}
