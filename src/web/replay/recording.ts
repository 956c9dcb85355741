import { type ReadonlySignal, signal } from '@preact/signals';
import { advance } from '../../daemon/sessions/advance.ts';
import { type Agent, beginSession, type SessionState } from '../../daemon/sessions/session-state.ts';
import { toAgentTree, toSessionView, toSpanView } from '../../daemon/sessions/session-view.ts';
import type { Envelope } from '../../shared/envelope.ts';
import type { AgentView, SessionDetail, SessionStateName, SessionView, SpanView } from '../../shared/session-view.ts';
import { countUpTo, createPast, type Past } from './past.ts';
import { createVersions, type Versions } from './versions.ts';

/** From here on the session was like that. */
interface Phase {
  readonly fromMs: number;
  readonly state: SessionStateName;
}

/** What is worth finding on a scrubber. */
export interface Marks {
  readonly phases: readonly Phase[];
  readonly prompts: readonly number[];
  readonly errors: readonly number[];
}

/** How a session stood at any time: its story told once, by the daemon's own rules, in the order of the story. */
export interface Recording {
  /** Rises as more of it is known. */
  readonly version: ReadonlySignal<number>;
  take(event: Envelope): void;
  /** It is told again, from its beginning. */
  restart(): void;
  /** All of it is told. */
  finish(): void;
  isWhole(): boolean;
  /** Resolves when it is known up to this time. */
  untilKnown(ms: number): Promise<void>;
  /** The same object as long as it is the same. */
  detailAt(ms: number): SessionDetail;
  spansAt(ms: number): SpanView[];
  marks(): Marks;
  /** When the next event happened, and the last that is not after this time. */
  timeAfter(ms: number): number | undefined;
  timeUpTo(ms: number): number | undefined;
}

interface Standing {
  readonly view: SessionView;
  readonly agents: readonly AgentView[];
}

interface Told {
  readonly standings: Past<Standing>;
  readonly spans: Versions<SpanView>;
  readonly times: number[];
  readonly phases: Phase[];
  readonly prompts: number[];
  readonly errors: number[];
  readonly agents: Map<string, Agent>;
  agentTree: readonly AgentView[];
  state: SessionState | undefined;
}

export function createRecording(sessionId: string): Recording {
  const version = signal(0);
  let told = tellNothing();
  let knownMs = Number.NEGATIVE_INFINITY;
  let waiting: { readonly ms: number; readonly resolve: () => void }[] = [];
  let latest: { readonly standing: Standing | undefined; readonly detail: SessionDetail } | undefined;

  const know = (ms: number): void => {
    knownMs = ms;
    const [due, rest] = [waiting.filter((one) => one.ms < ms), waiting.filter((one) => one.ms >= ms)];
    waiting = rest;
    for (const { resolve } of due) resolve();
    version.value += 1;
  };

  const mark = (atMs: number, before: SessionState, view: SessionView): void => {
    if (told.phases.at(-1)?.state !== view.state) told.phases.push({ fromMs: atMs, state: view.state });
    if (view.counts.prompts > before.counts.prompts) told.prompts.push(atMs);
    if (view.counts.errors > before.counts.errors) told.errors.push(atMs);
  };

  return {
    version,
    take({ id, type, timestamp, host, data }) {
      const atMs = Date.parse(timestamp);
      const before = told.state ?? beginSession(sessionId, atMs);
      const next = advance(before, { id, type, atMs, host, data, origin: {} });
      told.state = next.state;
      for (const call of next.calls) told.spans.set(call.id, atMs, toSpanView(sessionId, call, false));
      for (const agent of next.agents) told.agents.set(agent.id, agent);
      if (next.agents.length > 0) told.agentTree = toAgentTree([...told.agents.values()], false);
      const view = toSessionView(next.state);
      told.standings.push(atMs, { view, agents: told.agentTree });
      told.times.push(atMs);
      mark(atMs, before, view);
      know(atMs);
    },
    restart() {
      told = tellNothing();
      latest = undefined;
      knownMs = Number.NEGATIVE_INFINITY;
    },
    finish: () => know(Number.POSITIVE_INFINITY),
    isWhole: () => knownMs === Number.POSITIVE_INFINITY,
    untilKnown: (ms) => (ms < knownMs ? Promise.resolve() : new Promise((resolve) => waiting.push({ ms, resolve }))),
    detailAt(ms) {
      const standing = told.standings.at(ms);
      if (latest === undefined || latest.standing !== standing) {
        const view = standing?.view ?? toSessionView(beginSession(sessionId, told.times[0] ?? ms));
        latest = { standing, detail: { ...view, agents: standing?.agents ?? [] } };
      }
      return latest.detail;
    },
    spansAt: (ms) => told.spans.at(ms),
    marks: () => told,
    timeAfter: (ms) => told.times[countUpTo(told.times, ms)],
    timeUpTo: (ms) => told.times[countUpTo(told.times, ms) - 1],
  };
}

function tellNothing(): Told {
  return {
    standings: createPast(),
    spans: createVersions(),
    times: [],
    phases: [],
    prompts: [],
    errors: [],
    agents: new Map(),
    agentTree: [],
    state: undefined,
  };
}
