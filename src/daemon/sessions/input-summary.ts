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

/**
 * Two inputs with the same key are the same, as far as it matters: it tells which of several open calls is waited for. Of a
 * long one only both ends are read. Needs no Node, for the page tells stories too.
 */
export function inputKeyOf(tool: string, input: unknown): string {
  const text = printInput(input);
  const ends = text.length <= 2 * END_CHARS ? text : text.slice(0, END_CHARS) + text.slice(-END_CHARS);
  return `${tool.slice(0, MAX_CHARS)} ${text.length} ${hashOf(ends)}`;
}

/** Inputs of one length that differ only between their ends are taken for the same. */
const END_CHARS = 2048;

/** Two hashes of 32 bits after FNV-1a, over UTF-16 units. */
function hashOf(text: string): string {
  let [one, other] = [0x81_1c_9d_c5, 0x01_00_01_93];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01_00_01_93);
    other = Math.imul(other ^ (unit + 0x9e_37), 0x85_eb_ca_6b);
  }
  return (one >>> 0).toString(36) + (other >>> 0).toString(36);
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
