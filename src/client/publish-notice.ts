import type { Daemon } from './connection.ts';

/** What a publisher is told, since nobody waits for its events. */
export type PublishNotice =
  /** Connected, also anew. */
  | { readonly kind: 'connected'; readonly daemon: Daemon; readonly port: number }
  /** The daemon has gone, or cannot be reached; events wait, and the next attempt comes by itself. */
  | { readonly kind: 'lost'; readonly error: unknown }
  /** So many events were thrown away: there was no room for all that waits, or no time left to send them. */
  | { readonly kind: 'dropped'; readonly count: number }
  /** The daemon does not take this event, and never will. */
  | { readonly kind: 'refused'; readonly id: string; readonly code: string };
