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
  /** Resolves to how many events are now in the store; ends early when that takes nothing. */
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
  readonly outcome: Promise<Outcome> | undefined;
}

export function createSpoolPass({ paths, intake, counters, privacy }: SpoolPassOptions): SpoolPass {
  /** After the store took nothing, one file is enough to find out whether it does now. */
  let chunkFiles = CHUNK_FILES;
  let isStopped = false;

  return {
    async run() {
      let names = await listSpool(paths.spool);
      let stored = 0;
      while (names.length > 0 && !isStopped) {
        const chunk = sendChunk(names.slice(0, chunkFiles));
        const outcomes = await Promise.all(chunk.map(({ outcome }) => outcome));
        stored += chunk.filter(({ name }, index) => settle(name, outcomes[index])).length;
        const isHeld = outcomes.some((outcome) => outcome?.status === 'held');
        chunkFiles = isHeld ? 1 : CHUNK_FILES;
        if (isHeld) break;
        names = names.slice(chunk.length);
        await nextTurn();
      }
      return stored;
    },
    stop() {
      isStopped = true;
    },
  };

  function sendChunk(names: readonly string[]): Sent[] {
    const chunk: Sent[] = [];
    const endMs = performance.now() + CHUNK_MS;
    let bytes = 0;
    for (const name of names) {
      const raw = readEvent(name);
      chunk.push({ name, outcome: raw === undefined ? undefined : intake.accept(raw) });
      bytes += raw?.bytes.length ?? 0;
      if (bytes > CHUNK_BYTES || performance.now() > endMs) break;
    }
    return chunk;
  }

  function readEvent(name: string): RawEvent | undefined {
    const read = readFile(path.join(paths.spool, name));
    if (read === 'absent') return undefined;
    const raw = read === 'unreadable' ? undefined : parseSpoolFile(read);
    if (raw === undefined) reject(name);
    return raw;
  }

  /** Only now may the file go; true for an event that is in the store. */
  function settle(name: string, outcome: Outcome | undefined): boolean {
    if (outcome === undefined || outcome.status === 'held') return false;
    if (outcome.status === 'rejected') {
      reject(name);
      return false;
    }
    counters.count('late');
    fs.rmSync(path.join(paths.spool, name), { force: true });
    return true;
  }

  function reject(name: string): void {
    counters.count('rejected');
    const read = readFile(path.join(paths.spool, name));
    if (read === 'absent') return;
    rejectFile(paths, name, read === 'unreadable' ? '' : privacy.protectBytes(read));
    trimRejected(paths.rejected);
  }
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
