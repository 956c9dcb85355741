import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cleanEnvironment } from '../shared/clean-environment.ts';
import type { HomePaths } from '../shared/paths.ts';
import { parseSpoolName, SPOOL_MAX_BYTES, SPOOL_MAX_FILES } from '../shared/spool.ts';
import { appendPrivately, emptyPrivately } from './append.ts';
import { findSelf } from './full-program.ts';

/** Counting 10,000 files takes a tenth of a second, so it is done once in so many spooled events … */
const MARKS_PER_COUNT = 100;
/** … where a large event makes several marks. */
const BYTES_PER_MARK = 64 * 1024;
/** Room left below the bounds for what comes in until the next count. */
const HEADROOM_FILES = MARKS_PER_COUNT;
const HEADROOM_BYTES = MARKS_PER_COUNT * BYTES_PER_MARK;

/** Set in a copy of the hook that is there to count and trim, and to carry no event. */
export const TRIM_VARIABLE = 'MPM_HOOK_TRIM';

interface Entry {
  readonly name: string;
  readonly bytes: number;
}

/** Notes what was spooled; when it is time to count, a process of its own does it, so that no hook has to wait. */
export function noteSpooled(paths: HomePaths, addedBytes: number): void {
  if (!isCountDue(paths.spoolTally, 1 + Math.floor(addedBytes / BYTES_PER_MARK))) return;
  emptyPrivately(paths.spoolTally);
  const self = findSelf();
  const env = cleanEnvironment(process.env);
  env[TRIM_VARIABLE] = '1';
  const child = spawn(self.command, self.args, { cwd: paths.home, detached: true, env, stdio: 'ignore' });
  child.on('error', () => {}); // the next count makes up for it
  child.unref();
}

/** Holds the spool within its bounds; what has to go is the oldest, low-priority first, and is counted for the daemon to tell. */
export function trimSpool(paths: HomePaths): void {
  const entries = listEntries(paths.spool);
  let files = entries.length;
  let bytes = 0;
  for (const entry of entries) bytes += entry.bytes;

  let droppedFiles = 0;
  let droppedBytes = 0;
  const newest = entries.at(-1);
  for (const entry of inOrderOfLoss(entries)) {
    if (files <= SPOOL_MAX_FILES - HEADROOM_FILES && bytes <= SPOOL_MAX_BYTES - HEADROOM_BYTES) break;
    if (newest !== undefined && entry.name === newest.name) continue;
    files -= 1;
    bytes -= entry.bytes;
    if (!removed(path.join(paths.spool, entry.name))) continue;
    droppedFiles += 1;
    droppedBytes += entry.bytes;
  }
  if (droppedFiles > 0) {
    appendPrivately(paths.spoolDropped, `${JSON.stringify({ files: droppedFiles, bytes: droppedBytes })}\n`);
  }
}

/** The tally grows by one character a mark; a spool without one has never been counted. */
function isCountDue(tally: string, marks: number): boolean {
  try {
    if (fs.statSync(tally).size + marks >= MARKS_PER_COUNT) return true;
  } catch {
    return true;
  }
  appendPrivately(tally, '.'.repeat(marks));
  return false;
}

/** Oldest first. */
function listEntries(folder: string): Entry[] {
  const entries: Entry[] = [];
  const names = fs.readdirSync(folder);
  names.sort();
  for (const name of names) {
    if (parseSpoolName(name) === undefined) continue;
    try {
      entries.push({ name, bytes: fs.statSync(path.join(folder, name)).size });
    } catch {
      // the daemon has fetched it meanwhile
    }
  }
  return entries;
}

function inOrderOfLoss(entries: readonly Entry[]): Entry[] {
  const low: Entry[] = [];
  const high: Entry[] = [];
  for (const entry of entries) {
    if (parseSpoolName(entry.name)?.class === 'p') high.push(entry);
    else low.push(entry);
  }
  return low.concat(high);
}

function removed(file: string): boolean {
  try {
    fs.unlinkSync(file);
    return true;
  } catch {
    return false; // somebody else took it
  }
}
