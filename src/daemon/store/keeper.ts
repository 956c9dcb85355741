import * as path from 'node:path';
import { errorMessage } from '../../shared/errors.ts';
import type { Tally } from './counted.ts';
import { type Appended, toEntry } from './entry.ts';
import { createHeldEvents, type HeldEvents } from './held-events.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { NewRow } from './new-row.ts';
import { openIfWritable } from './open-database.ts';
import { beginAnew, openLedger } from './open-ledger.ts';
import { type SalvageStatus, toSalvageStatus } from './salvage-status.ts';
import { createSalvager } from './salvager.ts';
import { troubleOf } from './trouble.ts';

export interface StoreStatus extends SalvageStatus {
  /** Whether what comes in now is on disk. */
  readonly durable: boolean;
  /** What keeps it from the disk. */
  readonly reason?: string;
  /** Events that wait in memory until the file can be written again. */
  readonly held: number;
}

export interface KeeperOptions {
  readonly now?: () => number;
  /** A file that could not be written is tried again so often. */
  readonly retryMs?: number;
  /** Told when the status has changed, so that somebody can say it aloud. */
  readonly onChange?: (status: StoreStatus) => void;
  /** A damaged file was set aside, and the store is another one now. */
  readonly onReplaced?: (aside: string) => void;
  /** What could be read of it has been copied over. */
  readonly onSalvaged?: (status: StoreStatus) => void;
}

/** Keeps a ledger going whatever happens to its file: full, locked, read-only or damaged. */
export interface Keeper {
  storeId(): string;
  readonly held: Pick<HeldEvents, 'all' | 'matching' | 'momentsOf' | 'entryOf' | 'firstSeq' | 'size' | 'round'>;
  append(rows: readonly NewRow[], counts: Tally): Appended[];
  /** Asks the ledger; the fallback is the answer when its file can't be read. */
  read<Answer>(ask: (ledger: Ledger) => Answer, fallback: Answer): Answer;
  lastSeq(): number;
  tally(): Tally;
  status(): StoreStatus;
  /** Copies a piece of what was set aside. True while there is more to do. */
  salvage(): boolean;
  /** The file could not be opened at the start and can be now: whoever begins anew will have it, and what is only in memory. */
  canReturn(): boolean;
  close(): void;
}

const RETRY_MS = 2000;
/** A ledger without a file keeps so many events: enough for the history, little enough for the memory. */
const IN_MEMORY_EVENTS = 5000;

export function createKeeper(file: string, options: KeeperOptions): Keeper {
  const { now = Date.now, retryMs = RETRY_MS, onChange, onReplaced, onSalvaged } = options;
  const held = createHeldEvents();
  const folder = path.dirname(file);
  const opened = openLedger(file, { nowMs: now() });
  let { ledger, reason } = opened;
  const salvager = createSalvager(folder, {
    salvage: () => ledger.salvage(),
    restore: (rows, toSalvage, source) => ledger.restore(rows, toSalvage, source),
  });
  let isInMemory = opened.reason !== undefined;
  let lastSeq = ledger.lastSeq();
  let heldCounts: Tally = {};
  let retry: NodeJS.Timeout | undefined;
  let isClosed = false;
  let salvageStatus = toSalvageStatus(folder, ledger.salvage());
  if (opened.setAside !== undefined) onReplaced?.(opened.setAside);

  const status = (): StoreStatus => ({
    durable: reason === undefined,
    held: held.size(),
    ...(reason === undefined ? {} : { reason }),
    ...salvageStatus,
  });

  return {
    storeId: () => ledger.storeId,
    held,
    append(rows, counts) {
      if (held.size() > 0) return hold(rows, counts);
      const written = attempt(() => write(rows, sum(heldCounts, counts)));
      if (written === undefined) return hold(rows, counts);
      heldCounts = {};
      if (!isInMemory) setReason(undefined);
      return written;
    },
    read: (ask, fallback) => attempt(() => ask(ledger)) ?? fallback,
    lastSeq: () => lastSeq,
    tally: () => sum(ledger.tally(), { ...heldCounts, accepted: held.size(), events: held.size() }),
    status,
    salvage() {
      const isMore = attempt(() => salvager.step()) ?? false;
      if (isMore) noteSalvage();
      return isMore;
    },
    canReturn() {
      const database = isInMemory ? openIfWritable(file) : undefined;
      database?.close();
      return database !== undefined;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      if (held.size() > 0) recover();
      clearInterval(retry);
      if (isInMemory) moveToFile(ledger, file);
      salvager.close();
      ledger.close();
    },
  };

  /** Undefined when the file is in trouble; a damaged one is replaced, and the work tried once more on the new one. */
  function attempt<Answer>(work: () => Answer, triesLeft = 1): Answer | undefined {
    try {
      return work();
    } catch (error) {
      if (!isDamagedBy(error) || triesLeft === 0) return undefined;
    }
    replace();
    return attempt(work, triesLeft - 1);
  }

  /** Rethrows what is no trouble with the file. */
  function isDamagedBy(error: unknown): boolean {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    setReason(errorMessage(error));
    return trouble === 'damaged';
  }

  function write(rows: readonly NewRow[], counts: Tally): Appended[] {
    const written = ledger.write(rows, counts);
    const mark = isInMemory ? ({ held: true } as const) : {};
    lastSeq = ledger.lastSeq();
    if (isInMemory && (ledger.tally().events ?? 0) > 2 * IN_MEMORY_EVENTS) ledger.drop(lastSeq - IN_MEMORY_EVENTS);
    return rows.map((row, index) => {
      const { seq, isTwin } = written[index] ?? { seq: 0, isTwin: true };
      if (isTwin) return { status: 'duplicate', seq, ...mark };
      return { status: 'accepted', entry: toEntry({ ...row, seq }), ...mark };
    });
  }

  /** Numbered as if they were in the file, so that they keep their seq when they get there. */
  function hold(rows: readonly NewRow[], counts: Tally): Appended[] {
    heldCounts = sum(heldCounts, counts);
    retry ??= setInterval(recover, retryMs).unref();
    return rows.map((row) => {
      const heldSeq = held.seqOf(row.id);
      const seq = heldSeq ?? attempt(() => ledger.seqOf(row.id));
      if (seq !== undefined) {
        heldCounts = sum(heldCounts, { duplicates: 1 });
        return heldSeq === undefined ? { status: 'duplicate', seq } : { status: 'duplicate', seq, held: true };
      }
      lastSeq += 1;
      return { status: 'accepted', entry: held.add({ ...row, seq: lastSeq }), held: true };
    });
  }

  function recover(): void {
    const last = lastSeq;
    if (attempt(() => write(held.rows(), heldCounts)) === undefined) return;
    lastSeq = Math.max(last, lastSeq);
    held.clear();
    heldCounts = {};
    clearInterval(retry);
    retry = undefined;
    if (!isInMemory) setReason(undefined);
  }

  /** The new one counts on from the old one's last seq: what a subscriber saw keeps its place, what is gone is a gap. */
  function replace(): void {
    const tally = ledger.tally();
    ledger.close();
    salvager.close();
    const startAfterSeq = (held.firstSeq() ?? lastSeq + 1) - 1;
    const next = beginAnew(file, { nowMs: now(), startAfterSeq, tally });
    ledger = next.ledger;
    isInMemory = next.reason !== undefined;
    reason = next.reason;
    salvageStatus = toSalvageStatus(folder, ledger.salvage());
    onChange?.(status());
    if (next.setAside !== undefined) onReplaced?.(next.setAside);
  }

  function noteSalvage(): void {
    const wasUnderWay = salvageStatus.salvaging === true;
    salvageStatus = toSalvageStatus(folder, ledger.salvage());
    if (wasUnderWay && salvageStatus.salvaging !== true) onSalvaged?.(status());
  }

  function setReason(next: string | undefined): void {
    if (reason === next) return;
    reason = next;
    onChange?.(status());
  }
}

/** What was taken in while the file could not be opened goes there if it can be by now; it is numbered as the file goes on. */
function moveToFile(ledger: Ledger, file: string): void {
  const database = openIfWritable(file);
  if (database === undefined) return; // nothing of it was acknowledged: the hooks' spool has it
  const { events: _events, sessions: _sessions, accepted: _accepted, ...counts } = ledger.tally();
  const target = createLedger(database);
  target.write(ledger.rows(), counts);
  target.close();
}

function sum(one: Tally, other: Tally): Tally {
  const total: Record<string, number> = { ...one };
  for (const [name, by] of Object.entries(other)) total[name] = (total[name] ?? 0) + by;
  return total;
}
