/** What happened within some time, as `GET /v1/overview` tells it; times are ISO 8601 in UTC. */
export interface Overview {
  /** The beginning of the first bucket, and the end of what was asked for. */
  readonly since: string;
  readonly until: string;
  /** All lists over time have one number for each bucket, the first from `since` on. */
  readonly bucketMs: number;
  readonly totals: { readonly sessions: number; readonly prompts: number } & Counted;
  /** Every session that is named anywhere in here. */
  readonly sessions: readonly SessionLabel[];
  /** Those that were at work: first those that wait now, then the latest. */
  readonly work: readonly SessionWork[];
  readonly activity: ActivityOverTime;
  readonly tools: readonly ToolFigures[];
  readonly slowest: readonly SlowCallView[];
  readonly waits: WaitFigures;
  readonly hook: HookFigures;
  readonly losses: Losses;
  /** Events that wait in memory while the disk takes nothing: they are in none of the figures. Absent when there are none. */
  readonly held?: number;
}

interface Counted {
  readonly events: number;
  /** Tool calls whose end was told. */
  readonly calls: number;
  readonly failed: number;
}

interface CountedOverTime {
  readonly events: readonly number[];
  readonly calls: readonly number[];
  readonly failed: readonly number[];
}

export interface ActivityOverTime extends CountedOverTime {
  /** The busiest, and all others together. */
  readonly sessions: readonly ({ readonly id: string } & CountedOverTime)[];
  readonly rest: CountedOverTime & { readonly sessions: number };
}

/** Enough to name a session to a person. */
export interface SessionLabel {
  readonly id: string;
  readonly project?: string;
  readonly name?: string;
  readonly title?: string;
}

/** What a session did within the time. */
export interface SessionWork {
  readonly id: string;
  /** From the minute of its first event to the end of that of its last. */
  readonly since: string;
  readonly until: string;
  readonly prompts: number;
  /** The beginning of the last that a human wrote. */
  readonly lastPrompt?: string;
  readonly calls: number;
  readonly failed: number;
  /** The most used first. */
  readonly tools: readonly { readonly tool: string; readonly calls: number }[];
  /** How many files its calls changed, and those changed last. */
  readonly changed: number;
  readonly files: readonly string[];
  /** Its waits for a permission or an answer; those that go on are among them. */
  readonly waits: { readonly count: number; readonly totalMs: number };
}

export interface ToolFigures {
  readonly tool: string;
  readonly calls: number;
  readonly failed: number;
  readonly totalMs: number;
  /** To two digits; null where no event said how long. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

export interface SlowCallView {
  readonly session_id: string;
  readonly tool_use_id: string;
  readonly tool: string;
  readonly summary: string;
  readonly outcome: string;
  readonly durationMs: number;
  readonly startedAt?: string;
  readonly endedAt: string;
  /** The event that told its beginning, if it is there, and the one that told its end. */
  readonly seqs: readonly number[];
}

/** `prompt`: from the end of a turn to the next prompt; `question`: what a server or Claude wanted to know. */
export const WAIT_KINDS = ['permission', 'question', 'prompt'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

export interface WaitSum {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

export type WaitSums = Readonly<Record<WaitKind, WaitSum>>;

/** Of each wait counts what lies within the time that was asked for. */
export interface WaitFigures extends WaitSums {
  /** Those that waited the longest for a permission or an answer stand first. */
  readonly sessions: readonly ({ readonly id: string } & WaitSums)[];
  readonly longest: readonly WaitView[];
}

export interface WaitView {
  readonly session_id: string;
  readonly kind: WaitKind;
  readonly startedAt: string;
  /** Absent while it goes on. */
  readonly endedAt?: string;
  readonly durationMs: number;
  /** The tool, the server, or what Claude Code says. */
  readonly what?: string;
  /** The command or file that a permission was asked for. */
  readonly summary?: string;
  /** The event that it began with, if that is kept. */
  readonly seq?: number;
}

/** How long hooks held Claude Code up, of the whole daemon. */
export interface HookFigures extends HookPercentiles<number | null> {
  readonly count: number;
  readonly overTime: HookPercentiles<readonly (number | null)[]> & { readonly count: readonly number[] };
}

interface HookPercentiles<Value> {
  readonly p50Ms: Value;
  readonly p95Ms: Value;
  readonly p99Ms: Value;
}

/** What was counted beside the events, of the whole daemon. */
export const LOSS_NAMES = ['dropped', 'duplicates', 'rejected', 'late'] as const;
export type LossName = (typeof LOSS_NAMES)[number];

export interface Losses extends Readonly<Record<LossName, number>> {
  readonly overTime: Readonly<Record<LossName, readonly number[]>> & {
    /** The most files that lay in the spool. */
    readonly spool: readonly number[];
  };
  readonly spool: { readonly now: number; readonly most: number };
}
