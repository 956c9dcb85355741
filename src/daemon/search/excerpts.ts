import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Match } from '../../shared/search.ts';
import type { Wanted } from '../../shared/search-query.ts';
import { readTexts } from './document.ts';
import { toAnyExpression } from './match-expression.ts';
import { TOKENIZER } from './periods.ts';

/** So many words around what was found. */
const EXCERPT_WORDS = 24;
/** Words can be long; of an excerpt no more than this is told, from a little before what was found. */
const MAX_EXCERPT_CHARS = 400;
const BEFORE_CHARS = 80;
/** So many places of one event are told, the best first. */
const MAX_MATCHES = 3;

/** Finds again, in the few events of a page, what the index found, as the same tokenizer sees it. */
export interface Excerpts {
  /** The places of each event in which something stands that is wanted; in the order of the events. */
  of(bodies: readonly string[], wanted: Wanted): Match[][];
  close(): void;
}

export function createExcerpts(): Excerpts {
  const database = new DatabaseSync(':memory:');
  database.exec(`
    CREATE VIRTUAL TABLE texts USING fts5 (text, event UNINDEXED, path UNINDEXED, tokenize = '${TOKENIZER}');
    INSERT INTO texts (texts, rank) VALUES ('automerge', 0)`);
  const insert = database.prepare('INSERT INTO texts (text, event, path) VALUES (?, ?, ?)');
  const find = database.prepare(`
    SELECT event, path, snippet(texts, 0, ?, ?, '…', ${EXCERPT_WORDS}) AS marked
    FROM texts WHERE texts MATCH ? ORDER BY rank`);

  return {
    of(bodies, wanted) {
      // nothing that was ever written can hold what is made up only now
      const marks = { open: `<${randomUUID()}>`, close: `</${randomUUID()}>` };
      database.exec('BEGIN');
      try {
        for (const [event, body] of bodies.entries()) put(event, body);
        return gather(find.iterate(marks.open, marks.close, toAnyExpression(wanted)), bodies.length, marks);
      } finally {
        database.exec('ROLLBACK');
      }
    },
    close() {
      if (database.isOpen) database.close();
    },
  };

  function put(event: number, body: string): void {
    for (const { text, path } of readTexts(body)) insert.run(text, event, path);
  }
}

/** The best places of each event, each text once: a call's input stands in several. */
function gather(rows: Iterable<Record<string, unknown>>, events: number, marks: Marks): Match[][] {
  const matches: Match[][] = Array.from({ length: events }, () => []);
  for (const row of rows) {
    const found = matches[Number(row.event)] ?? [];
    if (found.length >= MAX_MATCHES) continue;
    const match = { path: String(row.path), ...toExcerpt(String(row.marked), marks) };
    if (found.every(({ excerpt }) => excerpt !== match.excerpt)) found.push(match);
  }
  return matches;
}

interface Marks {
  readonly open: string;
  readonly close: string;
}

/** Takes the marks out of the text and says where they stood. */
function toExcerpt(marked: string, { open, close }: Marks): Pick<Match, 'excerpt' | 'ranges'> {
  const [first = '', ...rest] = marked.split(open);
  const ranges: [number, number][] = [];
  let excerpt = first;
  for (const part of rest) {
    const [inside = '', after = ''] = part.split(close);
    ranges.push([excerpt.length, excerpt.length + inside.length]);
    excerpt += inside + after;
  }
  return shorten(excerpt, ranges);
}

function shorten(text: string, ranges: readonly (readonly [number, number])[]): Pick<Match, 'excerpt' | 'ranges'> {
  if (text.length <= MAX_EXCERPT_CHARS) return { excerpt: text, ranges };
  const from = wholeAt(text, Math.max(0, (ranges[0]?.[0] ?? 0) - BEFORE_CHARS));
  const to = wholeAt(text, Math.min(text.length, from + MAX_EXCERPT_CHARS));
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : ''];
  const move = (at: number): number => Math.min(at, to) - from + before.length;
  return {
    excerpt: before + text.slice(from, to) + after,
    ranges: ranges.filter(([start]) => start < to).map(([start, end]) => [move(start), move(end)]),
  };
}

/** Not in the middle of a surrogate pair. */
function wholeAt(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') ? at - 1 : at;
}
