import { type ReadonlySignal, signal } from '@preact/signals';
import type { EventNames } from '../../shared/search.ts';
import type { Client } from '../api/client.ts';

/** New tools are rare: what was asked for is good for so long. */
const FRESH_MS = 10_000;

export interface NamesInUse {
  readonly known: ReadonlySignal<EventNames>;
  /** Reads them, unless that was done just now. */
  readonly ask: () => void;
}

/** The types, tools and sub-agents that there are; none until they were asked for. */
export function createEventNames(client: Pick<Client, 'names'>, nowMs = Date.now): NamesInUse {
  const known = signal<EventNames>({ types: [], tools: [], agents: [] });
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const read = async (): Promise<void> => {
    try {
      known.value = await client.names();
    } catch {
      askedAtMs = Number.NEGATIVE_INFINITY; // away, or no index now: whatever is typed can still be chosen
    }
  };
  return {
    known,
    ask() {
      if (nowMs() - askedAtMs < FRESH_MS) return;
      askedAtMs = nowMs();
      void read();
    },
  };
}
