/** What travels. `data` is the event exactly as Claude Code wrote it: nothing added, nothing dropped, unless `cut` says so. */
export interface Envelope {
  readonly type: string;
  /** The hook's time, ISO 8601 in UTC: Claude Code puts none into its events. */
  readonly timestamp: string;
  /** Unique for ever; a retried delivery keeps it, so the daemon can drop the twin. */
  readonly id: string;
  /** Place in this daemon's order; what a subscriber resumes after. */
  readonly seq: number;
  readonly session_id?: string;
  readonly host: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Some string values were too long to keep; each says so where it stood. */
  readonly cut?: true;
  /** It happened before, and comes from a replay: of this name. */
  readonly replayed?: true;
  readonly replay?: string;
}
