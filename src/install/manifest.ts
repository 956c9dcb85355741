import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode } from '../shared/errors.ts';
import { isObject } from '../shared/wire.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';
import type { Containers } from './unwire-text.ts';

/** What `install` did to one settings file, and how to undo it to the byte. Holds no line of the file beyond our own. */
export interface InstallRecord {
  /** The programs that were wired, the latest last: by them our entries are known even under another name. */
  readonly commands: readonly string[];
  /** The file was not there before us. */
  readonly created: boolean;
  /** Folders that were not there before us, the outermost first. */
  readonly createdFolders: readonly string[];
  /** SHA-256 of the content before and after; while `after` still holds, `undo` leads back to `before`. */
  readonly before: string;
  readonly after: string;
  readonly undo: TextEdit;
  readonly containers: Containers;
}

/** `installed.json`: one record for each settings file, under the path of the file itself. */
export type Manifest = Readonly<Record<string, InstallRecord>>;

/** A manifest that is gone or damaged costs exactness, not the undoing itself, so it is never an error. */
export function readManifest(file: string): Manifest {
  try {
    const value: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (!isObject(value) || !isObject(value.files)) return {};
    return Object.fromEntries(Object.entries(value.files).filter(isEntry));
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return {};
    throw error;
  }
}

/** Remembers `record` for the settings file, or forgets it; the last one forgotten takes the manifest along. */
export function writeRecord(file: string, target: string, record: InstallRecord | undefined): void {
  const { [target]: _, ...others } = readManifest(file);
  const files = record === undefined ? others : { ...others, [target]: record };
  if (Object.keys(files).length === 0) {
    fs.rmSync(file, { force: true });
    return;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const neighbour = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(neighbour, `${JSON.stringify({ version: 1, files }, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(neighbour, file);
}

/** The content before us, to the byte; undefined when others have changed the file since. */
export function undoExactly(content: string, record: InstallRecord): string | undefined {
  if (hashOf(content) !== record.after) return undefined;
  const before = applyEdits(content, [record.undo]);
  return hashOf(before) === record.before ? before : undefined;
}

export function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function isEntry(entry: [string, unknown]): entry is [string, InstallRecord] {
  const record = entry[1];
  if (!isObject(record) || !isObject(record.undo) || !isObject(record.containers)) return false;
  const { undo, containers } = record;
  return (
    [record.commands, record.createdFolders, containers.events].every(isStrings) &&
    [record.created, containers.hooks].every((value) => typeof value === 'boolean') &&
    [record.before, record.after, undo.text].every((value) => typeof value === 'string') &&
    [undo.offset, undo.length].every((value) => typeof value === 'number')
  );
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
