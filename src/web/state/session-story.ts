import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Client } from '../api/client.ts';
import type { Feed } from './feed.ts';
import type { Moment } from './moment.ts';
import { createSingleFlight } from './single-flight.ts';
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
const NOTHING: ReadonlySet<string> = new Set();

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

interface StoryOptions {
  /** What has gone is only later than what is told now: it stays in sight until that was read. */
  readonly isReplay?: boolean;
}

/** The story of one session: its latest part from the store, what was before on wish, what comes by itself. */
export function createSessionStory(client: Client, feed: Feed, id: string, options: StoryOptions = {}): SessionStory {
  const { isReplay = false } = options;
  let story = createStory();
  const moments = signal<readonly Moment[]>([]);
  const [hasEarlier, isLoading] = [signal(false), signal(false)];
  /** Why pages could not be read, and why not what became of calls and waits. */
  const [unread, unsettled] = [signal<unknown>(undefined), signal<unknown>(undefined)];
  /** What was asked for in a former one is let go. */
  let round = 0;
  let before: number | undefined;
  /** While pages are read: the keys of what was shown. What is before all of it has much looked at anew, so it is shown once. */
  let inSight = NOTHING;

  const isWaiting = (): boolean => story.openWaitsSince() !== undefined;

  const show = (): void => {
    const all = story.moments();
    const first = all.findIndex(({ key }) => inSight.has(key));
    moments.value = first > 0 ? all.slice(first) : all;
  };

  const askOpen = async (mine: number): Promise<void> => {
    const [open, since] = [[...story.open()], story.openWaitsSince()];
    for (let from = 0; from < open.length; from += MOST_CALLS) {
      const spans = await client.spans(id, open.slice(from, from + MOST_CALLS));
      if (mine !== round) return;
      story.settle(spans);
    }
    if (since === undefined) return;
    const waits = await client.waits(id, since);
    if (mine === round) story.tellWaits(waits);
  };

  const settle = async (): Promise<void> => {
    const mine = round;
    const failure = await failureOf(askOpen(mine));
    if (mine !== round) return;
    unsettled.value = failure;
    show();
  };
  const settling = createSingleFlight(settle, () => Math.max(1, Math.ceil(story.open().size / MOST_CALLS)) * SETTLE_MS);

  /** Whether there is more. */
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
    unread.value = undefined;
    const mine = round;
    inSight = new Set(moments.peek().map(({ key }) => key));
    const failure = await failureOf(readPages(pages, mine));
    if (mine !== round) return;
    inSight = NOTHING;
    unread.value = failure;
    if (failure === undefined) await settling.now();
    if (mine !== round) return;
    show();
    isLoading.value = false;
  };

  const reload = async (hasGone: boolean): Promise<void> => {
    if (hasGone) story = createStory();
    if (hasGone && !isReplay) moments.value = [];
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
      if (isSettled) settling.soon();
    },
    onReset: (hasGone) => void reload(hasGone),
  });
  void load();

  return {
    moments,
    hasEarlier,
    isLoading,
    error: computed(() => unread.value ?? unsettled.value),
    reload: () => reload(false),
    loadEarlier: (pages) => (hasEarlier.value ? load(pages) : Promise.resolve()),
    close() {
      stop();
      round += 1;
      settling.close();
    },
  };
}

/** Why it was rejected; undefined where it was not. */
async function failureOf(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}
