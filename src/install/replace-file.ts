import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, MpmError } from '../shared/errors.ts';

/** What a change rests on, and what it leads to; undefined is the absence of the file. */
interface Replacement {
  readonly expected: string | undefined;
  readonly content: string | undefined;
}

/**
 * Puts `content` in the place of `expected`: written to a neighbour, flushed, renamed over the file. Mode and
 * owner stay. Looks once more right before the rename, because Claude Code writes its settings too and takes no lock: what
 * it wrote since `expected` was read is never overwritten. Access lists and a second hard link are not carried over.
 */
export function replaceFile(target: string, { expected, content }: Replacement): void {
  if (content === undefined) {
    refuseIfChanged(target, expected);
    fs.unlinkSync(target);
    syncFolder(path.dirname(target));
    return;
  }
  const neighbour = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeNeighbour(neighbour, content, fs.statSync(target, { throwIfNoEntry: false }));
    refuseIfChanged(target, expected);
    fs.renameSync(neighbour, target);
  } finally {
    fs.rmSync(neighbour, { force: true });
  }
  syncFolder(path.dirname(target));
}

/** The code of the error that says: look again, then plan again. */
export const CHANGED_MEANWHILE = 'SETTINGS_CHANGED';

function writeNeighbour(neighbour: string, content: string, model: fs.Stats | undefined): void {
  const descriptor = fs.openSync(neighbour, 'wx', model === undefined ? 0o666 : 0o600);
  try {
    fs.writeFileSync(descriptor, content);
    if (model !== undefined) {
      const own = fs.fstatSync(descriptor);
      if (own.uid !== model.uid || own.gid !== model.gid) fs.fchownSync(descriptor, model.uid, model.gid);
      fs.fchmodSync(descriptor, model.mode & 0o7777);
    }
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** For before and behind the rename: another program may have written in between. */
export function refuseIfChanged(target: string, expected: string | undefined): void {
  if (readContent(target) === expected) return;
  throw new MpmError(CHANGED_MEANWHILE, `${target} was changed by another program meanwhile; its change was kept.`, {
    hint: 'Run the same command again.',
  });
}

function readContent(target: string): string | undefined {
  try {
    return fs.readFileSync(target, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
