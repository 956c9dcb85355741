/** One who subscribed, as the model asks after it. */
export interface Subscriber {
  /** Nothing is under way that depends on what the store holds now. */
  quiesce(): Promise<void>;
  /** All is settled, and the store is about to be another one. */
  begin(): void;
  /** Reads until all that it asked for was heard or told, coming back if need be. */
  settle(): Promise<void>;
  /** What went wrong, as a sentence. */
  problem(): string | undefined;
  close(): void;
}
