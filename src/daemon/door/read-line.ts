import { parseFields } from '../../shared/wire.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ReadLine {
  readonly text: string;
  readonly fields: Fields;
  /** The JSON of its `data`, as it stands there; undefined where it would have to be looked for. */
  readonly dataText?: string;
}

const DATA = '"data":';

/**
 * One line of NDJSON, parsed once. An envelope as we print it ends with its data: that is parsed by itself, so that its
 * JSON is known and goes on as it was written. Undefined for what is no JSON object.
 */
export function readLine(text: string): ReadLine | undefined {
  const at = text.indexOf(DATA);
  const end = text.length - 1;
  // nothing was opened before, so the name is one of the outermost object; were there more behind it, it could not be parsed
  if (at > 0 && text.lastIndexOf('{', at) === 0 && text.charCodeAt(end) === 0x7d) {
    const dataText = text.slice(at + DATA.length, end);
    const data = parseFields(dataText);
    const about = data && parseFields(`${text.slice(0, at)}"data":0}`);
    if (about !== undefined) return { text, fields: { ...about, data }, dataText };
  }
  const fields = parseFields(text);
  return fields && { text, fields };
}
