import type { WaitKind } from '../../shared/overview.ts';

/**
 * What one session did within one minute, by the time of its events. Like the rest of its state it is told on with each
 * event, so it can be told again from them; the overview adds minutes up and never looks at events.
 */
export interface Minute {
  /** In whole minutes since the epoch. */
  readonly minute: number;
  readonly events: number;
  /** Those that a human wrote. */
  readonly prompts: number;
  readonly tools: readonly ToolMinute[];
  /** The longest calls, the longest first. */
  readonly slowest: readonly SlowCall[];
  readonly waits: readonly EndedWait[];
  /** Files that calls changed, each once, that of the last call last. */
  readonly files: readonly string[];
  /** The beginning of the last that a human wrote. */
  readonly prompt?: string | undefined;
}

/** Calls of a tool whose end an event of this minute told. */
export interface ToolMinute {
  readonly tool: string;
  readonly calls: number;
  readonly failed: number;
  readonly totalMs: number;
  /** How long each took. */
  readonly ms: readonly number[];
}

export interface SlowCall {
  readonly id: string;
  readonly durationMs: number;
  readonly endedAtMs: number;
}

/** Something that only the human could do, and did. */
export interface EndedWait {
  readonly kind: WaitKind;
  readonly fromMs: number;
  readonly toMs: number;
  readonly what?: string | undefined;
  /** The command or file that a permission was asked for. */
  readonly summary?: string | undefined;
}

export const MINUTE_MS = 60_000;

export function beginMinute(atMs: number): Minute {
  return { minute: Math.floor(atMs / MINUTE_MS), events: 0, prompts: 0, tools: [], slowest: [], waits: [], files: [] };
}
