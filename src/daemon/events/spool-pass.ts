import * as fs from 'node:fs';
import * as path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errorCode } from '../../shared/errors.ts';
import type { HomePaths } from '../../shared/paths.ts';
import type { Counters } from './counters.ts';
import type { Intake, Outcome } from './intake.ts';
import type { Privacy } from './privacy.ts';
import type { RawEvent } from './raw-event.ts';
import { parseSpoolFile } from './spool-file.ts';
import { listSpool, rejectFile, trimRejected } from './spool-folder.ts';

/** Once through the spool, a chunk of files at a time. */
export interface SpoolPass {
  /**
   * Resolves to how many events are now in the store; ends early when that takes nothing. A file that fails holds up no
   * other, and is told when all are through.
   */
  run(): Promise<number>;
  /** Ends after the chunk at hand. */
  stop(): void;
}

export interface SpoolPassOptions {
  readonly paths: HomePaths;
  readonly intake: Pick<Intake, 'accept'>;
  readonly counters: Counters;
  /** What is put aside goes through it, as all that is kept. */
  readonly privacy: Pick<Privacy, 'protectBytes'>;
}

/** The loop is free again after so many files, bytes or milliseconds. */
const CHUNK_FILES = 100;
const CHUNK_BYTES = 2 * 1024 * 1024;
const CHUNK_MS = 5;
/** A hook carries 64 MiB at most; what is larger is not a hook's. */
const MAX_FILE_BYTES = 65 * 1024 * 1024;

interface Sent {
  readonly name: string;
  /** Undefined where nothing could be sent: the file is gone, or has been refused. */
  readonly outcome?: Outcome;
  readonly failure?: { readonly error: unknown };
}

export function createSpoolPass({ paths, intake, counters, privacy }: SpoolPassOptions): SpoolPass {
  /** After the store took nothing, one file is enough to find out whether it does now; and who fails alone fails by itself. */
  let chunkFiles = CHUNK_FILES;
  let isStopped = false;

  return {
    async run() {
      let names = await listSpool(paths.spool);
      let stored = 0;
      const failures: Sent[] = [];
      while (names.length > 0 && !isStopped) {
        const chunk = await sendChunk(names.slice(0, chunkFiles));
        stored += chunk.filter(settle).length;
        chunkFiles = chunk.some((sent) => isHeld(sent) || hasFailed(sent)) ? 1 : CHUNK_FILES;
        if (chunk.some(isHeld)) break;
        failures.push(...failedAlone(chunk));
        names = [...failedTogether(chunk), ...names.slice(chunk.length)];
        await nextTurn();
      }
      tell(failures, stored > 0);
      return stored;
    },
    stop() {
      isStopped = true;
    },
  };

  async function sendChunk(names: readonly string[]): Promise<Sent[]> {
    const chunk: Promise<Sent>[] = [];
    const endMs = performance.now() + CHUNK_MS;
    let bytes = 0;
    const onRead = (raw: RawEvent): void => {
      bytes += raw.bytes.length;
    };
    for (const name of names) {
      chunk.push(send(name, onRead));
      if (bytes > CHUNK_BYTES || performance.now() > endMs) break;
    }
    return await Promise.all(chunk);
  }

  async function send(name: string, onRead: (raw: RawEvent) => void): Promise<Sent> {
    try {
      const raw = readEvent(name);
      if (raw === undefined) return { name };
      onRead(raw);
      return { name, outcome: await intake.accept(raw) };
    } catch (error) {
      return { name, failure: { error } };
    }
  }

  function readEvent(name: string): RawEvent | undefined {
    const read = readFile(path.join(paths.spool, name));
    if (read === 'absent') return undefined;
    const raw = read === 'unreadable' ? undefined : parseSpoolFile(read);
    if (raw === undefined) reject(name);
    return raw;
  }

  /** Only now may the file go; true for an event that is in the store. */
  function settle({ name, outcome }: Sent): boolean {
    if (outcome === undefined || outcome.status === 'held') return false;
    if (outcome.status === 'rejected') {
      reject(name);
      return false;
    }
    counters.count('late');
    fs.rmSync(path.join(paths.spool, name), { force: true });
    return true;
  }

  /** What fails while others are taken would fail again. Where nothing is taken it may be the store's fault. */
  function tell(failed: readonly Sent[], areOthersTaken: boolean): void {
    if (areOthersTaken) for (const { name } of failed.filter(isItsOwnFault)) reject(name);
    const [first] = failed;
    if (first !== undefined) throw first.failure?.error;
  }

  function reject(name: string): void {
    counters.count('rejected');
    const read = readFile(path.join(paths.spool, name));
    if (read === 'absent') return;
    rejectFile(paths, name, read === 'unreadable' ? '' : privacy.protectBytes(read));
    trimRejected(paths.rejected);
  }
}

function isHeld({ outcome }: Sent): boolean {
  return outcome?.status === 'held';
}

function failedAlone(chunk: readonly Sent[]): readonly Sent[] {
  return chunk.length === 1 ? chunk.filter(hasFailed) : [];
}

/** They are sent once more, one by one: in a transaction of many nobody knows whose fault it was. */
function failedTogether(chunk: readonly Sent[]): readonly string[] {
  return chunk.length === 1 ? [] : chunk.filter(hasFailed).map(({ name }) => name);
}

function hasFailed({ failure }: Sent): boolean {
  return failure !== undefined;
}

/** Of a disk or a system that fails there is a code. */
function isItsOwnFault({ failure }: Sent): boolean {
  return errorCode(failure?.error) === undefined;
}

function readFile(file: string): Buffer | 'absent' | 'unreadable' {
  try {
    const stat = fs.lstatSync(file);
    // reading what is no file, a FIFO or a link to a device, might never end
    return stat.isFile() && stat.size <= MAX_FILE_BYTES ? fs.readFileSync(file) : 'unreadable';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return 'absent'; // a hook's trimming was quicker
    if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
    throw error;
  }
}
