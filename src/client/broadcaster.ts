import type { EventData } from './to-letter.ts';

/** Where events go out to all who listen: the same, whether a daemon does the work or this process. */
export interface Broadcaster {
  /** `proxy`: events go to the daemon and its subscribers. `server`: they go to those who connect to this process. */
  readonly kind: 'proxy' | 'server';
  /** Where WebSocket clients find it, without the token: `ws://127.0.0.1:8765/`. */
  readonly address: string;
  /** Returns at once. Throws only for what is no event. */
  broadcastEvent(type: string, data: EventData): void;
  /** How many listen now. */
  clients(options?: { readonly signal?: AbortSignal | undefined }): Promise<number>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
