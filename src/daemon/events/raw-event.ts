import type { Origin } from '../store/event-store.ts';

/** An event's JSON, and what it says. */
export interface ReadJson {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event as it came through a door or out of the spool: bytes, and what the sender says of them. */
export interface RawEvent {
  readonly bytes: Buffer;
  /** What whoever had to look into the bytes found there, so that nobody parses them again. */
  readonly read?: ReadJson | undefined;
  /** The sender's; taken if it can be one, else made here. */
  readonly id?: string | undefined;
  readonly sentAtMs?: number | undefined;
  /** From the hook's start to its sending. */
  readonly elapsedUs?: number | undefined;
  /** `hook.unparsed`, `hook.oversize`, or a type that is not Claude Code's (`custom.*`). */
  readonly type?: string | undefined;
  /** It came through the spool. */
  readonly late?: boolean;
  readonly origin: Origin;
  /** It was an event before, here or elsewhere, and its bytes are the `data` of its envelope. */
  readonly imported?: Imported;
}

/** What the envelope says that cannot be told from its `data`. */
export interface Imported {
  readonly host: string | undefined;
  readonly sessionId: string | undefined;
  readonly cut: boolean;
}
