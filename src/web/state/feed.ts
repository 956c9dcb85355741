import { type ReadonlySignal, signal } from '@preact/signals';
import type { Envelope } from '../../shared/envelope.ts';
import type { Pace } from './pace.ts';

/** While paused so many are kept to be shown afterwards; past it the views read the store anew. */
const MAX_WITHHELD = 2000;

type Listener = (events: readonly Envelope[]) => void;

interface Subscription {
  readonly onEvents?: Listener;
  /** At once, also while paused: for what is not shown. */
  readonly onHeard?: Listener;
  /** What is shown may have holes: read it from the store anew. Where something has gone for good, nothing of before may stay. */
  readonly onReset?: (hasGone: boolean) => void;
}

export interface Feed {
  readonly isPaused: ReadonlySignal<boolean>;
  /** Came since the pause began. */
  readonly withheld: ReadonlySignal<number>;
  put(events: readonly Envelope[]): void;
  reset(hasGone: boolean): void;
  togglePause(): void;
  /** Answers with what ends it. */
  subscribe(subscription: Subscription): () => void;
}

/** Hands out what arrives, at the pace in which it can be shown; when paused, later. */
export function createFeed(pace: Pace): Feed {
  const subscriptions = new Set<Subscription>();
  const isPaused = signal(false);
  const withheld = signal(0);
  let waiting: Envelope[] = [];
  let isScheduled = false;
  /** It was to be read anew while paused: done afterwards. */
  let isResetDue = false;

  const deliver = (): void => {
    isScheduled = false;
    if (isPaused.value || waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    for (const { onEvents } of subscriptions) onEvents?.(events);
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    pace(deliver);
  };
  const reset = (hasGone: boolean): void => {
    waiting = [];
    isResetDue = isPaused.value && !hasGone;
    if (isResetDue) return;
    for (const { onReset } of subscriptions) onReset?.(hasGone);
  };
  const resume = (): void => {
    const hasTooMany = withheld.value > MAX_WITHHELD || isResetDue;
    isPaused.value = false;
    withheld.value = 0;
    if (hasTooMany) reset(false);
    else schedule();
  };

  return {
    isPaused,
    withheld,
    put(events) {
      for (const { onHeard } of subscriptions) onHeard?.(events);
      if (isPaused.value) withheld.value += events.length;
      if (!isPaused.value || withheld.value <= MAX_WITHHELD) waiting.push(...events);
      else waiting = [];
      schedule();
    },
    reset,
    togglePause() {
      if (isPaused.value) resume();
      else isPaused.value = true;
    },
    subscribe(subscription) {
      subscriptions.add(subscription);
      return () => void subscriptions.delete(subscription);
    },
  };
}
