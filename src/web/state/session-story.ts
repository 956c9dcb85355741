import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
import type { Moment } from './moment.ts';
import { createStory } from './story.ts';

const PAGE = 1000;
/** Events of such a kind decide what became of calls that have no end of their own. */
const SETTLES = /^hook\.(stop|stop_failure|subagent_stop|session_end|user_prompt|post_tool_batch)$/;
const SETTLE_MS = 400;

export interface SessionStory {
  readonly moments: ReadonlySignal<readonly Moment[]>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  loadEarlier(): Promise<void>;
  close(): void;
}

/** The story of one session: its latest part from the store, what was before on wish, what comes by itself. */
export function createSessionStory(client: Client, feed: Feed, id: string): SessionStory {
  let story = createStory();
  const moments = signal<readonly Moment[]>([]);
  const [hasEarlier, isLoading] = [signal(false), signal(false)];
  let round = 0;
  let before: number | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const settle = async (): Promise<void> => {
    settling = undefined;
    try {
      story.settle(await client.spans(id));
      moments.value = story.moments();
    } catch {
      // away: with the reset that follows it is read again
    }
  };

  const load = async (): Promise<void> => {
    if (isLoading.value) return;
    isLoading.value = true;
    const mine = round;
    try {
      const page = await client.events({ session: id, limit: PAGE, before });
      if (mine !== round) return;
      before = page.before;
      hasEarlier.value = page.more;
      story.add(page.events);
      await settle();
    } catch {
      // away: said elsewhere, and read again when the stream stands
    } finally {
      if (mine === round) isLoading.value = false;
    }
  };

  const reload = async (hasGone: boolean): Promise<void> => {
    if (hasGone) story = createStory();
    round += 1; // what is being read may hold what has gone
    before = undefined;
    isLoading.value = false;
    await load();
  };

  const stop = feed.subscribe({
    onEvents(events) {
      const ours = events.filter((event) => event.session_id === id);
      if (ours.length === 0) return;
      story.add(ours);
      moments.value = story.moments();
      if (ours.some(({ type }) => SETTLES.test(type))) settling ??= setTimeout(() => void settle(), SETTLE_MS);
    },
    onReset: (hasGone) => void reload(hasGone),
  });
  void load();

  return {
    moments,
    hasEarlier,
    isLoading,
    loadEarlier: () => (hasEarlier.value ? load() : Promise.resolve()),
    close() {
      stop();
      clearTimeout(settling);
    },
  };
}
