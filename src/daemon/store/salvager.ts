import * as path from 'node:path';
import type { Tally } from './counted.ts';
import { type DamagedFile, openDamagedFile, type SalvagedRow } from './damaged-file.ts';
import { replaceFirstPage } from './first-page.ts';

/** How far the events of a damaged file have been copied over. Kept in the new one, so that its end is reached after a restart too. */
export interface Salvage {
  /** The damaged file's name, beside the new one. */
  readonly file: string;
  /** Everything behind this seq has been looked at; 0 when all is. */
  readonly toSeq: number;
  /** How many events it had, where that could be read. */
  readonly had?: number;
  readonly salvaged: number;
  /** Were there already: they had come again meanwhile. */
  readonly twins: number;
}

/** Where the rows go. */
export interface SalvageTarget {
  salvage(): Salvage | undefined;
  /** In one transaction, with how far it has come. Answers how many were not there already. */
  restore(rows: readonly SalvagedRow[], toSalvage: (fresh: number) => Salvage, source?: DamagedFile): void;
}

export interface Salvager {
  /** A piece of the work; false when there is nothing to do. */
  step(): boolean;
  close(): void;
}

/** Read and written in one piece, … */
const PIECE_ROWS = 64;
/** … or as many as can be in this time: where nothing can be read, looking for what can takes long. */
const PIECE_MS = 5;
/** So many seqs are asked for at once where nothing is in the way. */
const WIDEST = 1 << 20;

/** Copies what can be read out of a damaged file, the newest first, around what cannot. */
export function createSalvager(folder: string, target: SalvageTarget): Salvager {
  let source: DamagedFile | undefined;
  let width = WIDEST;

  function step(): boolean {
    const salvage = target.salvage();
    if (salvage === undefined || salvage.toSeq === 0) return false;
    source ??= openDamagedFile(path.join(folder, salvage.file));
    if (source === undefined) return giveUp(salvage);
    copyPiece(salvage, source);
    return true;
  }

  function copyPiece(salvage: Salvage, from: DamagedFile): void {
    const deadline = performance.now() + PIECE_MS;
    const rows: SalvagedRow[] = [];
    let { toSeq } = salvage;
    do toSeq = readPiece(from, toSeq, rows);
    while (toSeq > 0 && rows.length < PIECE_ROWS && performance.now() < deadline);
    const toSalvage = (fresh: number): Salvage => ({
      ...salvage,
      toSeq,
      salvaged: salvage.salvaged + fresh,
      twins: salvage.twins + rows.length - fresh,
    });
    target.restore(rows, toSalvage, from);
    if (toSeq === 0) close();
  }

  /** A width that meets something unreadable is halved until one seq is left, and that is passed over. Answers where to go on. */
  function readPiece(from: DamagedFile, toSeq: number, into: SalvagedRow[]): number {
    const asked = width;
    const { rows, reachedSeq, isStuck } = from.rows({ from: Math.max(1, toSeq - asked + 1), to: toSeq }, PIECE_ROWS);
    into.push(...rows);
    width = isStuck ? Math.max(1, asked >>> 1) : Math.min(WIDEST, asked * 2);
    const isPassed = isStuck && reachedSeq > toSeq && asked === 1;
    return isPassed ? toSeq - 1 : reachedSeq - 1;
  }

  function giveUp(salvage: Salvage): boolean {
    target.restore([], () => ({ ...salvage, toSeq: 0 }));
    return true;
  }

  function close(): void {
    source?.close();
    source = undefined;
  }

  return { step, close };
}

/** What a new file begins with that takes the place of a damaged one: its counts and seqs go on, and its events are to be copied. */
export function planSalvage(aside: string, known: Succession): Succession & { readonly salvage: Salvage } {
  const damaged = openDamagedFile(aside) ?? (replaceFirstPage(aside) ? openDamagedFile(aside) : undefined);
  const tally = known.tally ?? damaged?.tally();
  const startAfterSeq = known.startAfterSeq ?? damaged?.lastSeq();
  damaged?.close();
  const had = tally?.events;
  return {
    ...(tally === undefined ? {} : { tally }),
    ...(startAfterSeq === undefined ? {} : { startAfterSeq }),
    salvage: {
      file: path.basename(aside),
      toSeq: damaged === undefined ? 0 : (startAfterSeq ?? 0),
      ...(had === undefined ? {} : { had }),
      salvaged: 0,
      twins: 0,
    },
  };
}

/** What is known of the former file without reading it. */
interface Succession {
  readonly startAfterSeq?: number;
  readonly tally?: Tally;
}
