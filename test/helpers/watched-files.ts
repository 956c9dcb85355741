import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** What a set of files was like at one moment: for each path a digest of its contents. */
export type Snapshot = ReadonlyMap<string, string>;

/**
 * Everything of the user's that a test could spoil: Claude Code's settings, and mpm-hook's home; of that only what no
 * daemon writes by itself, if one of the user's is at work there.
 */
function listWatched(userHome: string): string[] {
  const claude = path.join(userHome, '.claude');
  const home = path.join(userHome, '.mpm-hook');
  const settings = readFolder(claude).filter((name) => name.startsWith('settings'));
  const ours = fs.existsSync(path.join(home, 'daemon.json'))
    ? ['config.json', 'token'].filter((name) => fs.existsSync(path.join(home, name)))
    : readFolder(home, { recursive: true });
  return [...settings.map((name) => path.join(claude, name)), ...ours.map((name) => path.join(home, name))];
}

export function takeSnapshot(userHome: string): Snapshot {
  return new Map(listWatched(userHome).map((file) => [file, digest(file)]));
}

/** One sentence for each file that came, went or changed between the two. */
export function compareSnapshots(before: Snapshot, after: Snapshot): string[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  return files.flatMap((file) => {
    if (!before.has(file)) return [`${file} was made.`];
    if (!after.has(file)) return [`${file} was removed.`];
    return before.get(file) === after.get(file) ? [] : [`${file} was changed.`];
  });
}

function readFolder(folder: string, options: { readonly recursive?: boolean } = {}): string[] {
  try {
    return fs.readdirSync(folder, { recursive: options.recursive ?? false, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A socket, a folder or a file that vanishes meanwhile has no contents to compare; that it is there counts. */
function digest(file: string): string {
  try {
    return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  } catch {
    return 'unreadable';
  }
}
