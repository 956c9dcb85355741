import { type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
import type { Moment } from './moment.ts';
import { createStory } from './story.ts';

/** What fills a screen comes at once, what was before it in larger pieces. */
const FIRST_PAGE = 100;
const PAGE = 1000;
/** The daemon takes no more names of calls in one question; where more are open, more questions are asked. */
const MOST_CALLS = 64;
/** Events of such a kind decide what became of calls that have no end of their own, and end waits. */
const SETTLES = /^hook\.(stop|stop_failure|subagent_stop|session_end|user_prompt|post_tool_batch|elicitation_result)$/;
/** Whoever was waited for, for a call, has answered by its end. */
const ENDS_CALL = /^hook\.(post_tool|post_tool_use_failure|permission_denied)$/;
/** After what decides something the open calls are asked for; so much later for each question that takes. */
const SETTLE_MS = 400;

export interface SessionStory {
  readonly moments: ReadonlySignal<readonly Moment[]>;
  readonly hasEarlier: ReadonlySignal<boolean>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Why something of it could not be read. */
  readonly error: ReadonlySignal<unknown>;
  /** So many pages more, or as many as there are. */
  loadEarlier(pages?: number): Promise<void>;
  /** Its latest part anew; what is shown stays. */
  reload(): Promise<void>;
  close(): void;
}

/** The story of one session: its latest part from the store, what was before on wish, what comes by itself. */
export function createSessionStory(client: Client, feed: Feed, id: string): SessionStory {
  let story = createStory();
  const moments = signal<readonly Moment[]>([]);
  const [hasEarlier, isLoading] = [signal(false), signal(false)];
  const error = signal<unknown>(undefined);
  let round = 0;
  let before: number | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  /** While pages are read: when what is shown begins. What is before all else has much looked at anew, so it is shown once. */
  let shownFrom = '';

  const isWaiting = (): boolean => story.openWaitsSince() !== undefined;

  const settleSoon = (): void => {
    const questions = Math.max(1, Math.ceil(story.open().size / MOST_CALLS));
    settling ??= setTimeout(() => void settle(), questions * SETTLE_MS);
  };

  const show = (): void => {
    const all = story.moments();
    const first = all.findIndex(({ at }) => at >= shownFrom);
    moments.value = first > 0 ? all.slice(first) : all;
  };

  const settle = async (): Promise<void> => {
    settling = undefined;
    const [open, since] = [[...story.open()], story.openWaitsSince()];
    try {
      for (let from = 0; from < open.length; from += MOST_CALLS) {
        story.settle(await client.spans(id, open.slice(from, from + MOST_CALLS)));
      }
      if (since !== undefined) story.tellWaits(await client.waits(id, since));
    } catch (thrown) {
      error.value = thrown;
    }
    show();
  };

  /** Whether there is more; what belongs to a former round is let go. */
  const readPage = async (mine: number): Promise<boolean> => {
    const page = await client.events({ session: id, limit: before === undefined ? FIRST_PAGE : PAGE, before });
    if (mine !== round) return false;
    before = page.before;
    hasEarlier.value = page.more;
    story.add(page.events);
    return page.more;
  };

  const readPages = async (pages: number, mine: number): Promise<void> => {
    let hasMore = true;
    for (let page = 0; page < pages && hasMore; page += 1) hasMore = await readPage(mine);
  };

  const load = async (pages = 1): Promise<void> => {
    if (isLoading.value) return;
    isLoading.value = true;
    error.value = undefined;
    const mine = round;
    shownFrom = moments.peek()[0]?.at ?? '';
    let failed: unknown;
    try {
      await readPages(pages, mine);
    } catch (thrown) {
      failed = thrown;
    }
    if (mine !== round) return;
    shownFrom = '';
    error.value = failed;
    if (failed === undefined) await settle();
    else show();
    if (mine === round) isLoading.value = false;
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
      show();
      const isSettled = ours.some(({ type }) => SETTLES.test(type) || (ENDS_CALL.test(type) && isWaiting()));
      if (isSettled) settleSoon();
    },
    onReset: (hasGone) => void reload(hasGone),
  });
  void load();

  return {
    moments,
    hasEarlier,
    isLoading,
    error,
    reload: () => reload(false),
    loadEarlier: (pages) => (hasEarlier.value ? load(pages) : Promise.resolve()),
    close() {
      stop();
      clearTimeout(settling);
    },
  };
}
