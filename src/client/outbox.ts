import type { Line } from './post-lines.ts';

/** An event that was published and is not known to be stored. */
export interface Letter extends Line {
  /** Goes before others when there is no room for all. */
  readonly isPriority: boolean;
}

export interface OutboxOptions {
  readonly maxEvents?: number | undefined;
  readonly maxBytes?: number | undefined;
}

/** What waits for the daemon, in order and within bounds. */
export interface Outbox {
  /** Returns how many had to be thrown away for it: the oldest that have no priority first. */
  put(letter: Letter): number;
  /** The next letters to go together; they stay here until they are settled or given back. */
  take(): readonly Letter[];
  settle(): void;
  giveBack(): void;
  /** Throws all away but what is under way. */
  clear(): number;
  /** Of all that was ever put in, how many came before the first that is still here. */
  passed(): number;
  /** How many were ever put in. */
  total(): number;
  hasWaiting(): boolean;
}

/** Past so many events, or bytes of them, that wait for the daemon, some are thrown away. */
const MAX_EVENTS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** What goes in one request at most; the rest goes with the next. */
const BATCH_EVENTS = 500;
const BATCH_BYTES = 1024 * 1024;

interface Kept extends Letter {
  readonly number: number;
  readonly bytes: number;
}

export function createOutbox({ maxEvents = MAX_EVENTS, maxBytes = MAX_BYTES }: OutboxOptions = {}): Outbox {
  let underWay: Kept[] = [];
  let plain: Kept[] = [];
  let priority: Kept[] = [];
  let bytes = 0;
  let total = 0;

  const count = (): number => underWay.length + plain.length + priority.length;

  const throwAway = (): boolean => {
    const thrown = plain.shift() ?? priority.shift();
    bytes -= thrown?.bytes ?? 0;
    return thrown !== undefined;
  };
  /** The two lists are in order; so is what comes out of them. */
  const queueOfNext = (): Kept[] => {
    const [ofPlain, ofPriority] = [plain[0]?.number ?? Infinity, priority[0]?.number ?? Infinity];
    return ofPlain < ofPriority ? plain : priority;
  };

  return {
    put(letter) {
      total += 1;
      const kept: Kept = { ...letter, number: total, bytes: Buffer.byteLength(letter.text) };
      (letter.isPriority ? priority : plain).push(kept);
      bytes += kept.bytes;
      let thrown = 0;
      while ((count() > maxEvents || bytes > maxBytes) && throwAway()) thrown += 1;
      return thrown;
    },
    take() {
      let taken = 0;
      while (underWay.length < BATCH_EVENTS) {
        const queue = queueOfNext();
        const [next] = queue;
        if (next === undefined || (underWay.length > 0 && taken + next.bytes > BATCH_BYTES)) break;
        queue.shift();
        underWay.push(next);
        taken += next.bytes;
      }
      return underWay;
    },
    settle() {
      for (const letter of underWay) bytes -= letter.bytes;
      underWay = [];
    },
    giveBack() {
      plain = [...underWay.filter((letter) => !letter.isPriority), ...plain];
      priority = [...underWay.filter((letter) => letter.isPriority), ...priority];
      underWay = [];
    },
    clear() {
      let thrown = 0;
      while (throwAway()) thrown += 1;
      return thrown;
    },
    passed: () => Math.min(underWay[0]?.number ?? Infinity, queueOfNext()[0]?.number ?? Infinity, total + 1) - 1,
    total: () => total,
    hasWaiting: () => plain.length + priority.length > 0,
  };
}
