import { diffWordsWithSpace } from 'diff';
import type { Hunk } from './hunks.ts';
import { cutLine } from './split-rows.ts';
import type { Mark } from './token.ts';

export type DiffKind = 'same' | 'gone' | 'new' | 'gap';

/** A line of a diff as it is shown. */
export interface DiffRow {
  readonly kind: DiffKind;
  readonly oldLine?: number | undefined;
  readonly newLine?: number | undefined;
  readonly text: string;
  /** What of the line differs from its counterpart. */
  readonly marks: readonly Mark[];
}

/** Longer lines are compared as a whole. */
const MAX_WORD_CHARS = 500;
/** Lines with less in common are others, not changed ones. */
const LEAST_COMMON = 0.4;
/** So many lines are tried. */
const MAX_TRIES = 4;
/** Past it, words are no longer compared: the page has to go on. */
const MAX_WORDS_MS = 40;

const KINDS: ReadonlyMap<string, DiffKind> = new Map<string, DiffKind>([
  [' ', 'same'],
  ['-', 'gone'],
  ['+', 'new'],
]);

export function toDiffRows(hunks: readonly Hunk[]): DiffRow[] {
  const deadline = performance.now() + MAX_WORDS_MS;
  return hunks.flatMap((hunk, index) => {
    const gap: DiffRow[] = index === 0 ? [] : [{ kind: 'gap', text: '', marks: [] }];
    return [...gap, ...markWords(toLines(hunk), deadline).flatMap(toRows)];
  });
}

function toLines({ oldStart, newStart, lines }: Hunk): DiffRow[] {
  let [oldCount, newCount] = [0, 0];
  const rows: DiffRow[] = [];
  for (const line of lines) {
    const kind = KINDS.get(line.charAt(0));
    if (kind === undefined) continue;
    const oldLine = kind === 'new' ? undefined : at(oldStart, oldCount);
    const newLine = kind === 'gone' ? undefined : at(newStart, newCount);
    rows.push({ kind, oldLine, newLine, text: line.slice(1), marks: [] });
    oldCount += Number(kind !== 'new');
    newCount += Number(kind !== 'gone');
  }
  return rows;
}

function at(start: number | undefined, count: number): number | undefined {
  return start === undefined ? undefined : start + count;
}

/** A line that went is held against those that came in its place, in their order, until one has enough in common. */
function markWords(lines: readonly DiffRow[], deadline: number): DiffRow[] {
  const marked = [...lines];
  for (let from = 0; from < lines.length; ) {
    const gone = runOf(lines, from, 'gone');
    const fresh = runOf(lines, from + gone, 'new');
    let next = from + gone;
    for (let oldAt = from; oldAt < from + gone && performance.now() < deadline; oldAt += 1) {
      const found = findCounterpart(lines, oldAt, next, Math.min(next + MAX_TRIES, from + gone + fresh));
      if (found === undefined) continue;
      marked[oldAt] = { ...(lines[oldAt] as DiffRow), marks: found.gone };
      marked[found.newAt] = { ...(lines[found.newAt] as DiffRow), marks: found.fresh };
      next = found.newAt + 1;
    }
    from += Math.max(1, gone + fresh);
  }
  return marked;
}

function findCounterpart(lines: readonly DiffRow[], oldAt: number, from: number, to: number) {
  for (let newAt = from; newAt < to; newAt += 1) {
    const marks = compareWords(lines[oldAt]?.text ?? '', lines[newAt]?.text ?? '');
    if (marks !== undefined) return { ...marks, newAt };
  }
  return undefined;
}

function runOf(lines: readonly DiffRow[], from: number, kind: DiffKind): number {
  let end = from;
  while (lines[end]?.kind === kind) end += 1;
  return end - from;
}

function compareWords(before: string, after: string): { gone: Mark[]; fresh: Mark[] } | undefined {
  if (before.length > MAX_WORD_CHARS || after.length > MAX_WORD_CHARS) return undefined;
  const changes = diffWordsWithSpace(before, after, { maxEditLength: 200 }) ?? [];
  const marks: { gone: Mark[]; fresh: Mark[] } = { gone: [], fresh: [] };
  let [oldAt, newAt, common] = [0, 0, 0];
  for (const { added, removed, value } of changes) {
    if (added) marks.fresh.push([newAt, newAt + value.length]);
    else if (removed) marks.gone.push([oldAt, oldAt + value.length]);
    else common += value.trim().length;
    if (!added) oldAt += value.length;
    if (!removed) newAt += value.length;
  }
  const least = Math.max(before.trim().length, after.trim().length) * LEAST_COMMON;
  return common < least ? undefined : marks;
}

function toRows(row: DiffRow): DiffRow[] {
  const [text = '', ...rest] = cutLine(row.text);
  return [
    { ...row, text },
    ...rest.map((part) => ({ ...row, text: part, oldLine: undefined, newLine: undefined, marks: [] })),
  ];
}

/** A line of a diff side by side. */
export interface DiffPair {
  readonly left?: DiffRow | undefined;
  readonly right?: DiffRow | undefined;
}

/** What stood there beside what stands there now. */
export function toPairs(rows: readonly DiffRow[]): DiffPair[] {
  const pairs: DiffPair[] = [];
  for (let at = 0; at < rows.length; ) {
    const row = rows[at] as DiffRow;
    const gone = runOf(rows, at, 'gone');
    const fresh = runOf(rows, at + gone, 'new');
    const length = Math.max(gone, fresh);
    if (length === 0) pairs.push({ left: row, right: row });
    for (let pair = 0; pair < length; pair += 1) {
      pairs.push({
        left: pair < gone ? rows[at + pair] : undefined,
        right: pair < fresh ? rows[at + gone + pair] : undefined,
      });
    }
    at += Math.max(1, gone + fresh);
  }
  return pairs;
}
