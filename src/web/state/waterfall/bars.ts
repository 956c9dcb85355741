import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import type { Stretch } from './stretch.ts';

/** What a row covers of the time. Where it begins and ends at once, it is a mark. */
export interface Bar extends Stretch {
  /** The human was asked, and had not answered yet. */
  readonly wait?: Stretch | undefined;
  /** It goes on. */
  readonly isOpen?: boolean;
  /** Nothing told its end; at the latest it was then. */
  readonly isGuess?: boolean;
}

/** Tools that do nothing but ask the human. */
const ASKS: ReadonlySet<string> = new Set(['AskUserQuestion', 'ExitPlanMode']);

/** Until when whatever is not over goes on: now, or what was heard of last. */
export interface Until {
  readonly ms: number;
  readonly goesOn: boolean;
}

/** `wait` is the one for its permission; `nextMs` what its agent did next, which is when it was over at the latest. */
export function callBar(call: Moment, wait: Moment | undefined, nextMs: number | undefined, until: Until): Bar {
  const fromMs = call.atMs;
  const askedMs = ASKS.has(call.name) ? fromMs : wait === undefined ? undefined : Math.max(fromMs, wait.atMs);
  const waitUntil = (endMs: number) => (askedMs === undefined ? undefined : { fromMs: askedMs, toMs: endMs });
  if (call.outcome === 'running') {
    const toMs = Math.max(fromMs, until.ms);
    return { fromMs, toMs, isOpen: until.goesOn, wait: waitUntil(toMs) };
  }
  if (call.endAtMs === undefined) {
    const toMs = Math.max(askedMs ?? fromMs, nextMs ?? fromMs);
    return { fromMs, toMs, isGuess: true, wait: waitUntil(toMs) };
  }
  const toMs = Math.max(fromMs, call.endAtMs);
  return { fromMs, toMs, wait: waitUntil(answeredMs(call, askedMs ?? fromMs, toMs)) };
}

/** That it was allowed is told by nothing, but only then did it run. */
function answeredMs({ name, outcome, durationMs = 0 }: Moment, askedMs: number, toMs: number): number {
  return outcome === 'denied' || ASKS.has(name) ? toMs : Math.max(askedMs, toMs - durationMs);
}

/** The life of a sub-agent that has a row of its own. */
export function agentBar({ atMs: fromMs }: Moment, agent: AgentView | undefined, lastMs: number, until: Until): Bar {
  if (agent?.endedAt !== undefined) return { fromMs, toMs: Math.max(fromMs, Date.parse(agent.endedAt)) };
  if (agent?.state === 'working' && until.goesOn) return { fromMs, toMs: Math.max(fromMs, until.ms), isOpen: true };
  return { fromMs, toMs: Math.max(fromMs, lastMs) };
}
