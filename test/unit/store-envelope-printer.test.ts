import type { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StoredEvent, toEntry } from '../../src/daemon/store/entry.ts';
import { createEnvelopePrinter, type Separator } from '../../src/daemon/store/envelope-printer.ts';
import { IN_MEMORY, openDatabase } from '../../src/daemon/store/open-database.ts';
import { capturedEvents, capturedSequences } from '../helpers/fixtures.ts';

type StoredRow = Omit<StoredEvent, 'seq'>;

const aRow = (more: Partial<StoredRow> = {}): StoredRow => ({
  id: '01K',
  type: 'hook.pre_tool',
  atMs: 1_795_000_000_007,
  sessionId: 'one',
  host: 'laptop',
  body: '{"a":1}',
  cut: false,
  ...more,
});

/** A store with just these events, numbered from 1. */
function storeOf(rows: readonly StoredRow[]): DatabaseSync {
  const database = openDatabase(IN_MEMORY);
  const insert = database.prepare(
    "INSERT INTO events (id, type, at_ms, session_id, host, body, cut, origin) VALUES (?, ?, ?, ?, ?, ?, ?, '{}')",
  );
  for (const [at, { id, type, atMs, sessionId, host, body, cut }] of rows.entries()) {
    insert.run(`${at}${id}`, type, atMs, sessionId, host, body, cut ? 1 : 0);
  }
  return database;
}

/** Both ways: by the printer, and an entry at a time. */
function bothOf(rows: readonly StoredRow[], separator: Separator = ','): [printed: string, expected: string] {
  const database = storeOf(rows);
  const seqs = rows.map((_, at) => at + 1);
  const printed = [...createEnvelopePrinter(database).pieces(seqs, separator)]
    .map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
    .join(separator);
  database.close();
  const expected = rows.map((row, at) => toEntry({ ...row, seq: at + 1, id: `${at}${row.id}` }).json).join(separator);
  return [printed, Buffer.from(expected).toString('latin1')];
}

const HARD = [
  '',
  '"',
  '\\',
  '/',
  '\b\f\n\r\t',
  '\u0001\u001f\u007f\u0080',
  '\u2028\u2029',
  '<é漢😀>',
  "it's",
  '%s',
  'a\u0000b',
];
const text = fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const LAST_MS = 8.64e15;
const row: fc.Arbitrary<StoredRow> = fc.record({
  id: text,
  type: text,
  atMs: fc.oneof(
    fc.integer({ min: 0, max: LAST_MS }),
    fc.integer({ min: 0, max: 4e12 }),
    fc.constantFrom(0, 999, 253_402_300_799_999, 253_402_300_800_000, LAST_MS),
  ),
  sessionId: fc.option(text),
  host: text,
  body: fc.oneof(
    fc.dictionary(text, fc.jsonValue()).map((value) => JSON.stringify(value)),
    fc.constant('{"n":12345678901234567890, "e":1E2 }'),
  ),
  cut: fc.boolean(),
});

test('any event is printed to the byte as its entry is', () => {
  void fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), fc.constantFrom<Separator>(',', '\n'), (rows, separator) => {
      const [printed, expected] = bothOf(rows, separator);
      expect(printed).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test('so is every captured event', () => {
  const captured = [
    ...capturedEvents().map(({ bytes }) => bytes),
    ...capturedSequences().flatMap(({ events }) => events),
  ];
  const [printed, expected] = bothOf(captured.map((bytes) => aRow({ body: bytes.toString().trim() })));
  expect(captured.length).toBeGreaterThan(100);
  expect(printed).toBe(expected);
});

test('pieces are small, in the order of the wish, and oldest first in themselves', () => {
  const bodies = [10, 10, 300_000, 300_000, 900_000, 10].map((chars) => `{"a":"${'é'.repeat(chars / 2)}"}`);
  const database = storeOf(bodies.map((body) => aRow({ body })));
  const pieces = [...createEnvelopePrinter(database).pieces([6, 5, 4, 3, 2, 1], ',')];
  expect(pieces.map(({ seqs }) => seqs)).toEqual([[6], [5], [4], [1, 2, 3]]);
  database.close();
});

test.each([
  ['no beginning', '\' {"a":1}\''],
  ['no end', '\'{"a":1} \''],
  ['zeros within', "CAST(x'7b22006122227d' AS TEXT)"],
])('a body with %s is damage, not an answer', (_title, body) => {
  const database = storeOf([aRow(), aRow()]);
  database.exec(`UPDATE events SET body = ${body} WHERE seq = 2`);
  expect(() => [...createEnvelopePrinter(database).pieces([2, 1], ',')]).toThrow(/malformed: an event/);
  database.close();
});

test('bytes of a body that are no UTF-8 are shown as such, as everywhere', () => {
  const database = storeOf([aRow()]);
  database.exec("UPDATE events SET body = CAST(x'7b2261223a22ff227d' AS TEXT)");
  const [piece] = createEnvelopePrinter(database).pieces([1], ',');
  expect(JSON.parse(Buffer.from(piece?.bytes ?? []).toString()).data).toEqual({ a: '\uFFFD' });
  expect(Buffer.from(piece?.bytes ?? []).includes(0xff)).toBe(false);
  database.close();
});
