import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode, MpmError } from '../shared/errors.ts';
import { isObject } from '../shared/wire.ts';
import { readSettingsFile, splitByteOrderMark } from './settings-file.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A settings file for looking at only. */
export interface ReadSettings {
  readonly file: string;
  readonly fields: Fields;
  /** Why nothing could be taken from it; Claude Code takes nothing either. */
  readonly problem?: string;
}

/** Undefined when there is no such file. */
export function readSettings(file: string): ReadSettings | undefined {
  try {
    const { content } = readSettingsFile(file);
    if (content === undefined) return undefined;
    const { text } = splitByteOrderMark(content);
    const fields: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return isObject(fields) ? { file, fields } : { file, fields: {}, problem: `${file} is not a JSON object.` };
  } catch (error) {
    if (error instanceof MpmError) return { file, fields: {}, problem: error.message };
    if (!(error instanceof SyntaxError)) throw error;
    return { file, fields: {}, problem: `${file} is not valid JSON: ${error.message}.` };
  }
}

/** The administrator's settings: one file and a folder of them, the later ones first in rank. */
export function readManagedSettings(folder: string): readonly ReadSettings[] {
  const dropIns = path.join(folder, 'managed-settings.d');
  const names = listFolder(dropIns).filter((name) => name.endsWith('.json'));
  const files = [path.join(folder, 'managed-settings.json'), ...names.sort().map((name) => path.join(dropIns, name))];
  return files.flatMap((file) => readSettings(file) ?? []);
}

function listFolder(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return []; // not there, or not for us to see
  }
}
