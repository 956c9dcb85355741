import { isUtf8 } from 'node:buffer';
import type { DatabaseSync } from 'node:sqlite';
import { COLUMNS, rowToEntry } from './ledger-reader.ts';

/** What stands between two envelopes: in an array, or in lines. */
export type Separator = ',' | '\n';

export interface EnvelopePrinter {
  /** The envelopes of these events, which are given oldest or newest first: so the pieces come. */
  pieces(seqs: readonly number[], separator: Separator): Generator<PrintedPiece, undefined>;
}

/** The UTF-8 of some envelopes, oldest first, and of what is between them. */
export interface PrintedPiece {
  readonly seqs: readonly number[];
  readonly bytes: Uint8Array;
}

/** Put together at once; more bodies than fit into the bytes are taken in halves. */
const PIECE_EVENTS = 128;
const PIECE_BYTES = 512 * 1024;

/**
 * As `toEntry` prints it, to the byte, in a third of its time: SQLite has the text already. No text for what it would print
 * another way: years of five figures, and a body that is not whole.
 */
const ENVELOPE = `CASE WHEN at_ms BETWEEN 0 AND 253402300799999 AND body >= '{' AND body < '|' AND substr(CAST(body AS BLOB), -1) = x'7d'
  THEN '{"type":' || json_quote(type)
    || ',"timestamp":"' || strftime('%Y-%m-%dT%H:%M:%fZ', at_ms / 1000.0, 'unixepoch')
    || '","id":' || json_quote(id) || ',"seq":' || seq
    || CASE WHEN session_id IS NULL THEN '' ELSE ',"session_id":' || json_quote(session_id) END
    || ',"host":' || json_quote(host) || ',"data":' || body || CASE cut WHEN 1 THEN ',"cut":true}' ELSE '}' END
  END`;
/** The seqs come as a JSON array, and lead: the events stand in its order. */
const WANTED = 'FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN events ON seq = wanted';

export function createEnvelopePrinter(database: DatabaseSync): EnvelopePrinter {
  const size = database.prepare(`SELECT sum(octet_length(body)) AS bytes ${WANTED}`);
  // without its LIMIT the inner query would be made part of the outer one, and each text be put together for either column
  const print = database.prepare(
    `SELECT count(text) AS printed, CAST(group_concat(text, ?) AS BLOB) AS bytes FROM (SELECT ${ENVELOPE} AS text ${WANTED} LIMIT -1)`,
  );
  const read = database.prepare(`SELECT ${COLUMNS} FROM events WHERE seq = ?`);

  function* pieces(seqs: readonly number[], separator: Separator): Generator<PrintedPiece, undefined> {
    for (let at = 0; at < seqs.length; at += PIECE_EVENTS) {
      yield* fitting(seqs.slice(at, at + PIECE_EVENTS), separator);
    }
  }

  function* fitting(seqs: readonly number[], separator: Separator): Generator<PrintedPiece, undefined> {
    if (seqs.length > 1 && Number(size.get(JSON.stringify(seqs))?.bytes) > PIECE_BYTES) {
      const middle = seqs.length >> 1;
      yield* fitting(seqs.slice(0, middle), separator);
      yield* fitting(seqs.slice(middle), separator);
    } else {
      const inOrder = seqs.toSorted((one, other) => one - other);
      yield { seqs: inOrder, bytes: printPiece(inOrder, separator) };
    }
  }

  function printPiece(seqs: readonly number[], separator: Separator): Uint8Array {
    const { printed, bytes } = print.get(separator, JSON.stringify(seqs)) ?? {};
    const isSound = printed === seqs.length && bytes instanceof Uint8Array && isText(bytes);
    return isSound ? bytes : Buffer.from(seqs.map((seq) => rowToEntry(read.get(seq)).json).join(separator));
  }

  return { pieces };
}

/** Neither zeros nor what is no UTF-8: SQLite passes on both as they are. */
function isText({ buffer, byteOffset, length }: Uint8Array): boolean {
  const bytes = Buffer.from(buffer, byteOffset, length); // looks for a zero ten times as fast
  return !bytes.includes(0) && isUtf8(bytes);
}
