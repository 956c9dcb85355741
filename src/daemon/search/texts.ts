/** One string value of an event. */
export interface Text {
  /** `tool_input.command` */
  readonly path: string;
  readonly text: string;
}

/** Of a longer value its beginning and its end can be found: errors stand at the end of outputs. */
const HEAD_CHARS = 12 * 1024;
const TAIL_CHARS = 4 * 1024;
/** Past this nothing more of an event can be found. */
const MAX_CHARS = 64 * 1024;
/** So many values of an event are looked at; one of Claude Code's has tens. */
const MAX_VALUES = 10_000;

/** What every event has (the folder, the mode), and what is asked for by a filter (the tool): words of it would be found everywhere. */
const NOISE: ReadonlySet<string> = new Set([
  ...['hook_event_name', 'tool_name', 'permission_mode', 'cwd', 'transcript_path', 'agent_transcript_path'],
]);
const ID_KEY = /(?:^|_)(?:id|uuid)$|Id$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Pictures and the like in base64: nobody looks for a word of them. */
const CODED = /[A-Za-z0-9+/_-]{512,}={0,2}/g;

interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** The words of an event, in its own order: its string values, but for ids and what every event has. */
export function textsOf(data: unknown): Text[] {
  const texts: Text[] = [];
  const open: Place[] = [{ path: '', value: data }]; // no recursion: how deep an event is nested is for its sender to say
  let chars = 0;
  for (let looked = 0; looked < MAX_VALUES && chars < MAX_CHARS; looked += 1) {
    const place = open.pop();
    if (place === undefined) break;
    open.push(...placesIn(place).reverse());
    for (const text of piecesOf(place.value)) {
      texts.push({ path: place.path, text });
      chars += text.length;
    }
  }
  return texts;
}

function placesIn({ path, value }: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const prefix = path === '' ? '' : `${path}.`;
  const isList = Array.isArray(value);
  return Object.entries(value)
    .slice(0, MAX_VALUES)
    .filter(([key]) => isList || !(NOISE.has(key) || ID_KEY.test(key)))
    .map(([key, inner]) => ({ path: prefix + key, value: inner }));
}

/** NUL would end a text for SQLite. */
function piecesOf(value: unknown): string[] {
  if (typeof value !== 'string' || value === '' || UUID.test(value)) return [];
  const text = value.replaceAll('\0', ' ').replace(CODED, ' ');
  if (text.length <= HEAD_CHARS + TAIL_CHARS) return [text];
  return [text.slice(0, HEAD_CHARS), text.slice(-TAIL_CHARS)];
}
