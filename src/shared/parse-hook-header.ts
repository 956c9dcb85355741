import type { HookHeader } from './hook-header.ts';

type Field = Exclude<keyof HookHeader, 'version'>;

const FIELDS: ReadonlyMap<string, Field> = new Map([
  ['via', 'via'],
  ['claude_pid', 'claudePid'],
  ['agent', 'agent'],
  ['entrypoint', 'entrypoint'],
  ['attended', 'attended'],
  ['project', 'project'],
]);

/** Reads `x-mpm-hook` back, from a request or from a spooled event's first line; what it does not know is left out. */
export function parseHookHeader(text: string): HookHeader {
  const [version = '', ...fields] = text.split(';').map((part) => part.trim());
  const found: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const equals = field.indexOf('=');
    const name = FIELDS.get(field.slice(0, equals));
    const value = equals > 0 ? decode(field.slice(equals + 1)) : undefined;
    if (name !== undefined && value !== undefined && value !== '') found[name] = value;
  }
  return { ...found, version: decode(version) ?? '', via: found.via ?? '' };
}

/** Undefined for a percent sign that begins no escape. */
function decode(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined; // not written by a hook of ours
  }
}
