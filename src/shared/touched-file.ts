/** A file that a session read or changed, as far as its events say. */
export interface TouchedFile {
  readonly path: string;
  readonly reads: number;
  readonly edits: number;
  readonly writes: number;
  /** Of all its changes together; null where none of them said it. */
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The sub-agents that touched it. */
  readonly agents: readonly string[];
  /** Of the newest events that touched it, and of those that changed it: their diffs stand in there. */
  readonly seqs: readonly number[];
  readonly changeSeqs: readonly number[];
}
