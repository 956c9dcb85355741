import { beginMinute, type Minute } from './minute.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the story of a session is told from: a stored event, parsed. */
export interface SessionEvent {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly host: string;
  readonly data: Fields;
  readonly origin: Fields;
}

/** `denied`, `interrupted` and `unknown` are concluded, for nothing fires then (F51, F53); a post event overrules them. */
export type Outcome = 'running' | 'ok' | 'failed' | 'denied' | 'interrupted' | 'unknown';

/** One tool call, from before it to after it. */
export interface Call {
  readonly id: string;
  readonly tool: string;
  readonly summary: string;
  /** Undefined when its beginning was not seen. */
  readonly startedAtMs?: number | undefined;
  /** As Claude Code measured it, else from the one event to the other; undefined while it runs and when nothing told its end. */
  readonly durationMs?: number | undefined;
  readonly outcome: Outcome;
  /** The sub-agent that made it. */
  readonly agentId?: string | undefined;
  readonly error?: string | undefined;
  /** Tells its input from others: a permission request has no `tool_use_id` (F53). */
  readonly inputKey?: string | undefined;
}

export interface Agent {
  readonly id: string;
  readonly type: string;
  readonly state: 'working' | 'idle' | 'ended' | 'interrupted';
  readonly startedAtMs: number;
  readonly endedAtMs?: number | undefined;
  /** The Agent call that began it, and the sub-agent that made that call: known once the call has answered (F54). */
  readonly callId?: string | undefined;
  readonly parentId?: string | undefined;
  /** It goes on though the turn that began it has ended (F52). */
  readonly isBackground: boolean;
}

/** Something that only the human can do. */
export interface Wait {
  readonly kind: 'permission' | 'elicitation' | 'input';
  readonly sinceMs: number;
  /** The tool, the server, or what Claude Code says. */
  readonly what: string;
  readonly summary?: string | undefined;
  readonly callId?: string | undefined;
  readonly inputKey?: string | undefined;
  readonly agentId?: string | undefined;
}

export interface BackgroundTask {
  readonly id: string;
  readonly type: string;
  readonly text: string;
}

/** The process of Claude Code, told by its start from a later one of that number. */
export interface ClaudeProcess {
  readonly pid: number;
  readonly startedAtMs: number;
}

/** All that has to be known of a session to understand its next event. What is over and settled is in the spans. */
export interface SessionState {
  readonly id: string;
  readonly host: string;
  readonly startedAtMs: number;
  /** How it began: `startup`, `resume`, `clear`, `fork`. */
  readonly startedBy?: string | undefined;
  /** The place in the story reached so far. */
  readonly lastAtMs: number;
  readonly lastId: string;
  readonly project?: string | undefined;
  readonly cwd?: string | undefined;
  readonly title?: string | undefined;
  readonly model?: string | undefined;
  readonly permissionMode?: string | undefined;
  readonly process?: ClaudeProcess | undefined;
  /** What was heard of it last came by import: it goes on elsewhere, or not at all. */
  readonly isImported?: true | undefined;
  readonly turn: 'idle' | 'working' | 'ended';
  readonly turnSinceMs: number;
  /** A turn has ended, and what comes next is the human's to say. */
  readonly restsSinceMs?: number | undefined;
  readonly isCompacting: boolean;
  /** How it ended, or why the last turn failed. */
  readonly why?: string | undefined;
  readonly background: readonly BackgroundTask[];
  readonly lastPrompt?: { readonly text: string; readonly atMs: number } | undefined;
  readonly counts: Counts;
  /** Those that run, and those of which it was only concluded that they ended. */
  readonly calls: ReadonlyMap<string, Call>;
  /** Calls whose end was told, until their batch names them too. */
  readonly ended: readonly string[];
  readonly agents: ReadonlyMap<string, Agent>;
  readonly waits: readonly Wait[];
  /** Of its latest event. */
  readonly minute: Minute;
}

export interface Counts {
  readonly events: number;
  readonly prompts: number;
  readonly toolCalls: number;
  readonly errors: number;
}

export interface StoryKey {
  readonly atMs: number;
  readonly id: string;
}

/** The order of a session's story: event time, then id (a spooled event arrives late). */
export function isBefore(one: StoryKey, other: StoryKey): boolean {
  return one.atMs === other.atMs ? one.id < other.id : one.atMs < other.atMs;
}

/** A session before its first event. */
export function beginSession(id: string, atMs: number): SessionState {
  return {
    id,
    host: '',
    startedAtMs: atMs,
    lastAtMs: atMs,
    lastId: '',
    turn: 'idle',
    turnSinceMs: atMs,
    isCompacting: false,
    background: [],
    counts: { events: 0, prompts: 0, toolCalls: 0, errors: 0 },
    calls: new Map(),
    ended: [],
    agents: new Map(),
    waits: [],
    minute: beginMinute(atMs),
  };
}

/** As it is stored; read again by `parseState`. */
export function printState(state: SessionState): string {
  return JSON.stringify({ ...state, calls: [...state.calls.values()], agents: [...state.agents.values()] });
}

export function parseState(text: string): SessionState {
  const { calls, agents, minute, ...rest } = JSON.parse(text); // written by printState, of an older release perhaps
  return {
    ...rest,
    minute: { ...beginMinute(rest.lastAtMs), ...minute },
    calls: byId<Call>(calls),
    agents: byId<Agent>(agents),
  };
}

function byId<One extends { readonly id: string }>(ones: readonly One[]): ReadonlyMap<string, One> {
  return new Map(ones.map((one) => [one.id, one]));
}
