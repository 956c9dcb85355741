import type { Origin } from '../store/event-store.ts';

/** Longer values are nobody's; the whole header is bounded by HTTP itself. */
const MAX_VALUE_CHARS = 4096;

/** Reads `x-mpm-hook` (`<version>; via=settings; claude_pid=4711; …`); an event without it came by `fallbackVia`. */
export function parseOrigin(header: string | undefined, fallbackVia: string): Origin {
  if (header === undefined || header === '') return { via: fallbackVia };
  const [version = '', ...fields] = header.split(';').map((part) => part.trim());
  const said = new Map(fields.map(splitField));
  const pid = Number(said.get('claude_pid'));
  const origin: { -readonly [Key in keyof Origin]: Origin[Key] } = { via: said.get('via') ?? fallbackVia };
  if (version !== '') origin.hookVersion = decode(version);
  if (Number.isSafeInteger(pid) && pid > 0) origin.claudePid = pid;
  for (const name of ['agent', 'entrypoint', 'attended', 'project'] as const) {
    const value = said.get(name);
    if (value !== undefined) origin[name] = value;
  }
  return origin;
}

function splitField(field: string): [string, string] {
  const [name = '', ...value] = field.split('=');
  return [name, decode(value.join('='))];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value).slice(0, MAX_VALUE_CHARS);
  } catch {
    return value.slice(0, MAX_VALUE_CHARS); // not percent-encoded as we do it: kept as it stands
  }
}
