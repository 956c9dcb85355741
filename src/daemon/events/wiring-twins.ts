import { hash } from 'node:crypto';
import type { IdentifiedEvent } from './identify.ts';

/** Two wirings that call for the same event do so at once; the slower one is never a second behind. */
const TOGETHER_MS = 1000;
/** So many events are remembered; past it the oldest is forgotten, and a twin of it would be kept as an event. */
const REMEMBERED = 4096;
/** What Claude Code calls by itself; who else sends the same bytes twice means it. */
const WIRINGS: ReadonlySet<string> = new Set(['settings', 'plugin', 'http']);

interface Seen {
  readonly id: string;
  readonly atMs: number;
  /** The id of each wiring's delivery, so that a delivery tried again is known as well. */
  readonly idByVia: Map<string, string>;
}

/** Recognises the same event when settings and plugin are both wired. */
export interface WiringTwins {
  /** The id under which the event is stored: its own, or the one its twin came in with. */
  idFor(event: IdentifiedEvent, via: string | undefined): string;
}

export function createWiringTwins(): WiringTwins {
  const seenByKey = new Map<string, Seen[]>();

  return {
    idFor(event, via) {
      if (via === undefined || !WIRINGS.has(via) || (event.toolUseId ?? event.promptId) === undefined) return event.id;
      const key = hash('sha256', event.body, 'base64');
      const seen = seenByKey.get(key) ?? [];
      const twin = seen.find(({ atMs, idByVia }) => {
        const known = idByVia.get(via);
        return known === event.id || (known === undefined && Math.abs(atMs - event.atMs) <= TOGETHER_MS);
      });
      if (twin !== undefined) {
        twin.idByVia.set(via, event.id);
        return twin.id;
      }
      seen.push({ id: event.id, atMs: event.atMs, idByVia: new Map([[via, event.id]]) });
      remember(key, seen);
      return event.id;
    },
  };

  function remember(key: string, seen: Seen[]): void {
    seenByKey.delete(key);
    seenByKey.set(key, seen.slice(-WIRINGS.size * 8));
    const oldest = seenByKey.keys().next().value;
    if (seenByKey.size > REMEMBERED && oldest !== undefined) seenByKey.delete(oldest);
  }
}
