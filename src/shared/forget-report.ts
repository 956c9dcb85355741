/** What was forgotten, or would be, place by place. */
export interface ForgetReport {
  /** Of which nothing is left. Before it is done: of which something goes. */
  readonly sessions: number;
  /** Of these so many may still go on; what they do then is kept. */
  readonly running: number;
  readonly events: number;
  /** Of the events' own text. */
  readonly bytes: number;
  readonly spool: FileCount;
  readonly rejected: FileCount;
  /** Damaged stores that hold some of it, or that cannot be read: they can only go whole. */
  readonly setAside: readonly SetAsideReport[];
  readonly logLines: number;
}

export interface FileCount {
  readonly files: number;
  readonly bytes: number;
}

export interface SetAsideReport {
  readonly file: string;
  readonly bytes: number;
  /** Null where nobody knows. */
  readonly events: number | null;
  readonly removed: boolean;
}
