/** A WebSocket to a daemon as a subscription sees it: the same in Node and in a browser. */
export interface Stream {
  send(text: string): void;
  /** Says goodbye; `onClose` follows. */
  close(): void;
  /** Ends it without a word: nobody is there any more. */
  cut(): void;
  /** Holds up what comes, or lets it flow again. Absent where that cannot be done, as in a browser. */
  readonly hold?: (isHeld: boolean) => void;
}

export interface StreamListener {
  onOpen(): void;
  onText(text: string): void;
  /** Something moved, be it a message or not. */
  onLife(): void;
  onClose(cause: unknown): void;
}

/** Resolves to a stream that is open or about to be; tells nothing before. Rejects when no daemon can be reached. */
export type OpenStream = (listener: StreamListener, signal: AbortSignal) => Promise<Stream>;
