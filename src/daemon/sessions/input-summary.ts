import { hash } from 'node:crypto';
import { isObject } from '../../shared/wire.ts';

/** Longer ones are for whoever opens the event itself. */
const MAX_CHARS = 200;

/** What stands for a call's input, the most telling first. */
const TELLING = [
  'command',
  'file_path',
  'notebook_path',
  'pattern',
  'description',
  'subject',
  'url',
  'query',
  'path',
  'prompt',
  'name',
] as const;

/** The beginning of what matters in a call's input; untrusted: whoever shows it makes it harmless. */
export function summariseInput(input: unknown): string {
  if (!isObject(input)) return '';
  for (const name of TELLING) {
    const value = input[name];
    if (typeof value === 'string' && value !== '') return shorten(value);
  }
  const json = printInput(input);
  return json === '{}' ? '' : shorten(json);
}

/** Two inputs with the same key are the same. */
export function inputKeyOf(tool: string, input: unknown): string {
  return hash('sha1', `${tool}\n${printInput(input)}`, 'base64url');
}

/** Empty for one nested deeper than can be printed: how deep is for its sender to say. */
function printInput(input: unknown): string {
  try {
    return JSON.stringify(input) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** The first characters, whole ones: half of a surrogate pair is no text. */
export function shorten(text: string, maxChars = MAX_CHARS): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
