import { type ReadonlySignal, signal } from '@preact/signals';
import type { Envelope } from '../../shared/envelope.ts';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
import { TOUCHING_TOOLS, TOUCHING_TYPE, type Touch, toTouch } from './touch.ts';
import { type TouchedFile, toFile } from './touched-file.ts';

/** What was read can be long: few at a time keep the page answering. */
const PAGE = 100;
/** So many pages are read by themselves; earlier ones on wish. */
const MAX_PAGES = 100;

export interface SessionFiles {
  readonly files: ReadonlySignal<ReadonlyMap<string, TouchedFile>>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Why not all could be read. */
  readonly error: ReadonlySignal<unknown>;
  /** There are earlier touches, which were not read yet. */
  readonly hasEarlier: ReadonlySignal<boolean>;
  loadEarlier(): Promise<void>;
  /** All anew. */
  reload(): Promise<void>;
  close(): void;
}

/** The files that a session touched: from the newest touch back, and what comes by itself. */
export function createSessionFiles(client: Client, feed: Feed, id: string): SessionFiles {
  const files = signal<ReadonlyMap<string, TouchedFile>>(new Map());
  const [isLoading, hasEarlier] = [signal(false), signal(false)];
  const error = signal<unknown>(undefined);
  let touches = new Map<string, Map<number, Touch>>();
  let before: number | undefined;
  let isClosed = false;

  const add = (events: readonly Envelope[]): void => {
    const changed = new Set<string>();
    for (const touch of events.map(toTouch)) {
      if (touch === undefined) continue;
      const known = touches.get(touch.path) ?? new Map<number, Touch>();
      touches.set(touch.path, known.set(touch.seq, touch));
      changed.add(touch.path);
    }
    if (changed.size === 0) return;
    const next = new Map(files.value);
    for (const path of changed) next.set(path, toFile(path, [...(touches.get(path)?.values() ?? [])]));
    files.value = next;
  };

  const loadEarlier = async (): Promise<void> => {
    if (isLoading.value) return;
    isLoading.value = true;
    error.value = undefined;
    try {
      for (let pages = 0; pages < MAX_PAGES && !isClosed; pages += 1) {
        const query = { session: id, type: [TOUCHING_TYPE], tool: TOUCHING_TOOLS, limit: PAGE, before };
        const page = await client.events(query);
        add(page.events);
        before = page.before;
        hasEarlier.value = page.more;
        if (!page.more) break;
      }
    } catch (thrown) {
      error.value = thrown;
    } finally {
      isLoading.value = false;
    }
  };

  const reload = (): Promise<void> => {
    touches = new Map();
    files.value = new Map();
    before = undefined;
    return loadEarlier();
  };

  const stop = feed.subscribe({
    onEvents: (events) => add(events.filter((event) => event.session_id === id)),
    onReset: () => void reload(),
  });
  void loadEarlier();

  return {
    files,
    isLoading,
    error,
    hasEarlier,
    loadEarlier,
    reload,
    close() {
      isClosed = true;
      stop();
    },
  };
}
