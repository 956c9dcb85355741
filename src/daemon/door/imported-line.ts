import { MpmError } from '../../shared/errors.ts';
import { isEventId } from '../../shared/is-event-id.ts';
import { parseFields } from '../../shared/wire.ts';
import { isMoment } from '../events/identify.ts';
import type { RawEvent } from '../events/raw-event.ts';
import { eachMember } from '../events/skim.ts';
import { MAX_BODY_BYTES, tooLarge } from './body.ts';
import type { IngestHead } from './ingest-head.ts';

/** Names of machines and ids of sessions are shorter. */
const MAX_NAME_CHARS = 200;
const DATA = /^[ \t]*"data"[ \t]*:/;

/** Reads an exported envelope: what it says is taken over, and its `data` byte for byte, since to parse and to print changes numbers. */
export function toImportedEvent(bytes: Buffer | undefined, { origin }: IngestHead): RawEvent {
  if (bytes === undefined) throw tooLarge(MAX_BODY_BYTES);
  const { fields, data } = split(bytes);
  if (data === undefined) throw new MpmError('BAD_DATA', '`data` must be a JSON object.');
  const { type, id, timestamp } = fields;
  const sentAtMs = Date.parse(String(timestamp));
  if (typeof type !== 'string') throw new MpmError('UNKNOWN_TYPE', 'An envelope has a `type`.');
  if (typeof id !== 'string' || !isEventId(id)) throw new MpmError('BAD_ID', 'An envelope has an `id`.');
  if (!isMoment(sentAtMs)) throw new MpmError('BAD_TIMESTAMP', 'An envelope has a `timestamp`.');
  const sessionId = nameOf(fields.session_id, 'session_id');
  const host = nameOf(fields.host, 'host');
  return { bytes: data, id, sentAtMs, type, origin, imported: { sessionId, host, cut: fields.cut === true } };
}

interface Parts {
  /** All but the data. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly data: Buffer | undefined;
}

function split(line: Buffer): Parts {
  const members: string[] = [];
  let data: Buffer | undefined;
  let length = 1; // the opening brace; every member is followed by a comma or the closing one
  eachMember(line, (from, to) => {
    length += to - from + 1;
    const name = DATA.exec(line.toString('utf8', from, Math.min(to, from + MAX_NAME_CHARS)))?.[0];
    if (name === undefined) members.push(line.toString('utf8', from, to));
    else data = line.subarray(from + name.length, to);
  });
  const fields = parseFields(`{${members.join(',')}}`);
  if (fields === undefined || length !== lengthWithoutSpace(line))
    throw new MpmError('BAD_JSON', 'A line is one JSON object.');
  return { fields, data };
}

/** Whatever else stands on the line makes it longer than its members. */
function lengthWithoutSpace(line: Buffer): number {
  let [from, to] = [0, line.length];
  while (from < to && (line[from] ?? 0) <= 0x20) from += 1;
  while (to > from && (line[to - 1] ?? 0) <= 0x20) to -= 1;
  return to - from;
}

function nameOf(value: unknown, field: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= MAX_NAME_CHARS) return value;
  throw new MpmError(
    `BAD_${field.toUpperCase()}`,
    `\`${field}\` must be a text of at most ${MAX_NAME_CHARS} characters.`,
  );
}
