/** `lost`: its Claude Code process is gone and nothing told its end. */
export const SESSION_STATES = ['working', 'waiting', 'idle', 'ended', 'lost'] as const;
export type SessionStateName = (typeof SESSION_STATES)[number];

/** A session as everybody outside the daemon sees it; times are ISO 8601 in UTC. */
export interface SessionView {
  readonly id: string;
  readonly state: SessionStateName;
  /** Since when it is in this state. */
  readonly since: string;
  /** What it waits for, how it ended, why its last turn failed, or what goes on though its turn has ended. */
  readonly why?: string;
  /** The folder it was started in. */
  readonly project?: string;
  readonly cwd?: string;
  readonly title?: string;
  readonly host: string;
  readonly pid?: number;
  readonly startedAt: string;
  readonly lastEventAt: string;
  /** `startup`, `resume`, `clear` or `fork`. */
  readonly startedBy?: string;
  readonly model?: string;
  readonly permissionMode?: string;
  readonly counts: SessionCounts;
  /** The call at hand, the latest of several. */
  readonly activity?: Activity;
  /** The last that a human wrote; its beginning. */
  readonly lastPrompt?: { readonly text: string; readonly at: string };
  /** What its user calls it. */
  readonly name?: string;
  /** Its events stay, however old they are and however many there are. */
  readonly pinned?: true;
  /** Left out of lists unless they ask for it. */
  readonly hidden?: true;
  /** Its oldest events are gone, by age or for want of room. */
  readonly pruned?: true;
}

/** What a person may say of a session; null takes its name away. */
export interface SessionPatch {
  readonly name?: string | null;
  readonly pinned?: boolean;
  readonly hidden?: boolean;
}

export interface SessionCounts {
  readonly events: number;
  readonly prompts: number;
  readonly toolCalls: number;
  readonly errors: number;
}

export interface Activity {
  readonly tool: string;
  readonly summary: string;
  readonly since?: string;
  readonly agentId?: string;
}

/** One session whole: with its sub-agents, and the sessions that `/clear` joins it to. */
export interface SessionDetail extends SessionView {
  readonly agents: readonly AgentView[];
  /** The one that `/clear` ended to begin this one, and the one that it began. */
  readonly previous?: string;
  readonly next?: string;
}

export interface AgentView {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** The call that began it; known once that has answered. */
  readonly callId?: string;
  readonly background: boolean;
  readonly agents: readonly AgentView[];
}

/** One tool call. `outcome`: running, ok, failed, denied, interrupted or unknown. */
export interface SpanView {
  readonly tool_use_id: string;
  readonly session_id: string;
  readonly tool: string;
  readonly summary: string;
  readonly startedAt?: string;
  readonly durationMs?: number;
  readonly outcome: string;
  readonly agent_id?: string;
  readonly error?: string;
}
