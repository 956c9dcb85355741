import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode } from '../../shared/errors.ts';
import type { HomePaths } from '../../shared/paths.ts';
import { parseSpoolName } from '../../shared/spool.ts';

/** What hooks write and rename within milliseconds is given up after this: its hook was killed. */
const LEFTOVER_MS = 60_000;
/** Past these the oldest refused files go; somebody who wants to look has had his time. */
const REJECTED_FILES = 200;
const REJECTED_BYTES = 64 * 1024 * 1024;

export interface SpoolDepth {
  readonly files: number;
  readonly bytes: number;
}

/** The names of the events in the spool, in order of event time, then id. */
export async function listSpool(folder: string): Promise<string[]> {
  const entries = (await namesIn(folder)).flatMap((name) => {
    const parsed = parseSpoolName(name);
    return parsed === undefined ? [] : [{ name, ...parsed }];
  });
  entries.sort((a, b) => a.sentAtMs - b.sentAtMs || (a.id < b.id ? -1 : 1));
  return entries.map(({ name }) => name);
}

/** Takes a refused file out of the spool, and leaves what may be kept of it to where the user can look at it. */
export function rejectFile(paths: HomePaths, name: string, content: string): void {
  const kept = path.join(paths.rejected, name);
  try {
    fs.mkdirSync(paths.rejected, { recursive: true, mode: 0o700 });
    fs.writeFileSync(kept, content, { mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'ENOSPC') throw error;
    fs.rmSync(kept, { force: true }); // no room to look at it; the events behind it wait
  }
  fs.rmSync(path.join(paths.spool, name), { recursive: true, force: true });
}

export function trimRejected(folder: string): void {
  let { files, bytes } = { files: 0, bytes: 0 };
  const newestFirst = sizesIn(folder).sort((a, b) => b.changedAtMs - a.changedAtMs);
  for (const entry of newestFirst) {
    files += 1;
    bytes += entry.bytes;
    if (files > REJECTED_FILES || bytes > REJECTED_BYTES) fs.rmSync(entry.file, { recursive: true, force: true });
  }
}

/** Removes what hooks left that were killed while they wrote; returns how many. */
export async function removeLeftovers(folder: string, nowMs: number): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(folder)) {
    if (!name.endsWith('.tmp')) continue;
    const file = path.join(folder, name);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory() || nowMs - stat.mtimeMs < LEFTOVER_MS) continue;
    fs.rmSync(file, { force: true });
    removed += 1;
  }
  return removed;
}

/** Counts the files, so it is for being asked now and then. */
export function measureSpool(folder: string): SpoolDepth {
  const entries = sizesIn(folder).filter(({ name }) => parseSpoolName(name) !== undefined);
  return { files: entries.length, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** A hook's trimming may be quicker than we are: a file that is gone is no error. */
export function ignoreAbsent<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.promises.readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function sizesIn(folder: string): { name: string; file: string; bytes: number; changedAtMs: number }[] {
  const names = ignoreAbsent(() => fs.readdirSync(folder)) ?? [];
  return names.flatMap((name) => {
    const file = path.join(folder, name);
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ name, file, bytes: stat.size, changedAtMs: stat.ctimeMs }];
  });
}
