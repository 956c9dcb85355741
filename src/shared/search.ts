/** How a tool call ended, as far as one event tells it. */
export const TOLD_OUTCOMES = ['ok', 'failed', 'denied', 'interrupted'] as const;
export type ToldOutcome = (typeof TOLD_OUTCOMES)[number];

/** A piece of an event's text with what was looked for in it. */
export interface Match {
  /** Where in `data` the text stands: `tool_input.command`, `tool_calls.0.tool_response`. */
  readonly path: string;
  readonly excerpt: string;
  /** From (included) and to (excluded) in UTF-16 code units of the excerpt, as `String.slice` counts. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** What events can be narrowed by: every name there is of each kind. */
export interface EventNames {
  readonly types: readonly string[];
  readonly tools: readonly string[];
  /** Types of sub-agents. */
  readonly agents: readonly string[];
}

/** How far the index is, as an answer tells it: what came later cannot be found yet. */
export interface IndexStanding extends Pick<SearchStatus, 'indexedSeq' | 'lagEvents' | 'state'> {
  /** Of those that came later so many wait in memory while the disk takes nothing. Absent when there are none. */
  readonly held?: number;
}

/** `off`: nothing is indexed and nothing can be found; the reason stands beside it. */
export type SearchState = 'ready' | 'catching_up' | 'rebuilding' | 'off';

export interface SearchStatus {
  /** Every event up to this one can be found. */
  readonly indexedSeq: number;
  /** How many came since. */
  readonly lagEvents: number;
  readonly bytes: number;
  readonly state: SearchState;
  readonly reason?: string;
}
