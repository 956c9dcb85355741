import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, MpmError } from '../shared/errors.ts';

/** Settings of a few KB are usual. Past this it is no settings file that anybody wrote, and we leave it alone. */
export const MAX_SETTINGS_BYTES = 8 * 1024 * 1024;

/** A settings file as it stands, or as it is missing. */
export interface SettingsFile {
  /** The path as it was asked for; it may be a link. */
  readonly path: string;
  /** The file itself, behind all links: what is read, written and remembered. */
  readonly target: string;
  /** The whole content, byte order mark included; undefined when there is no file. */
  readonly content: string | undefined;
}

/** Windows editors write it and Claude Code takes it; it stays where it is. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Reads one settings file. Throws for what is there and can't be settings: a folder, a device, a link to nothing, no UTF-8. */
export function readSettingsFile(file: string): SettingsFile {
  try {
    const target = fs.realpathSync(file);
    const { size } = regularFile(target);
    if (size > MAX_SETTINGS_BYTES) {
      throw new MpmError('SETTINGS_TOO_BIG', `${file} has more than ${MAX_SETTINGS_BYTES / 1024 / 1024} MB.`);
    }
    return { path: file, target, content: decode(fs.readFileSync(target), file) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return missingFile(file);
    throw unlessRefused(error, `${file} cannot be read`);
  }
}

export function splitByteOrderMark(content: string): { mark: string; text: string } {
  if (!content.startsWith(BYTE_ORDER_MARK)) return { mark: '', text: content };
  return { mark: BYTE_ORDER_MARK, text: content.slice(1) };
}

/**
 * Throws when the file is not to be changed. Its own mode counts too: a rename would get past it, and root gets past
 * everything, yet who wrote a read-only file (or keeps it in a store that is one) meant it.
 */
export function refuseReadOnly(file: SettingsFile): void {
  const folder = path.dirname(file.target);
  try {
    for (const place of [file.content === undefined ? undefined : file.target, nearestExisting(folder)]) {
      if (place === undefined) continue;
      if ((fs.statSync(place).mode & 0o222) === 0) {
        throw new MpmError('SETTINGS_READ_ONLY', `${place} is read-only; nothing was changed.`, {
          hint: `chmod u+w ${place}`,
        });
      }
      fs.accessSync(place, fs.constants.W_OK);
    }
  } catch (error) {
    throw unlessRefused(error, `${file.path} cannot be written`);
  }
}

/** An error of the system about somebody's file, as a sentence; bugs and what already is a sentence pass through. */
export function unlessRefused(error: unknown, sentence: string): unknown {
  const code = errorCode(error);
  if (error instanceof MpmError || code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return new MpmError('SETTINGS_REFUSED', `${sentence} (${code}); nothing was changed.`, {
    hint: 'Look at who owns it and its folder: ls -la',
    cause: error,
  });
}

function regularFile(target: string): fs.Stats {
  const stats = fs.statSync(target);
  if (stats.isFile()) return stats;
  throw new MpmError('SETTINGS_NOT_A_FILE', `${target} is not a regular file.`, { hint: `ls -la ${target}` });
}

function missingFile(file: string): SettingsFile {
  if (fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined) {
    throw new MpmError('SETTINGS_NOT_A_FILE', `${file} is a link to nothing.`, { hint: `ls -la ${file}` });
  }
  const folder = path.dirname(path.resolve(file));
  const existing = nearestExisting(folder);
  const target = path.join(fs.realpathSync(existing), path.relative(existing, folder), path.basename(file));
  return { path: file, target, content: undefined };
}

function nearestExisting(folder: string): string {
  return fs.existsSync(folder) ? folder : nearestExisting(path.dirname(folder));
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new MpmError('SETTINGS_MALFORMED', `${file} is not UTF-8, so Claude Code takes nothing from it.`, {
      hint: 'Nothing was changed. Save it as UTF-8 first.',
      cause: error,
    });
  }
}
