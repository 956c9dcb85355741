import type { Envelope } from '../../shared/envelope.ts';
import type { AgentView, SpanView } from '../../shared/session-view.ts';
import { type Moment, type Outcome, toCall, toMoment } from './moment.ts';

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
  let sorted: readonly Moment[] | undefined;

  return {
    add(events) {
      for (const event of events) {
        const moment = toCall(event, (key) => byKey.get(key)) ?? toMoment(event);
        if (moment === undefined) continue;
        byKey.set(moment.key, moment);
        sorted = undefined;
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
