import { structuredPatch } from 'diff';
import { isObject } from '../../shared/wire.ts';
import { splitLines } from './split-rows.ts';

/** A part of a file that was changed, as Claude Code's `structuredPatch` has it: each line behind ` `, `-` or `+`. */
export interface Hunk {
  /** Undefined where nobody knows which lines of the file these are. */
  readonly oldStart: number | undefined;
  readonly newStart: number | undefined;
  readonly lines: readonly string[];
}

/** Past these the texts are shown one after the other, without looking for what they have in common. */
const MAX_EDITS = 4000;
const MAX_MS = 60;
const CONTEXT_LINES = 3;

/** Undefined for anything else. */
export function parseHunks(value: unknown): Hunk[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const hunks = value.filter(isObject).map(({ oldStart, newStart, lines }) => ({
    oldStart: toStart(oldStart),
    newStart: toStart(newStart),
    lines: Array.isArray(lines) ? lines.filter((line): line is string => typeof line === 'string') : [],
  }));
  return hunks.some(({ lines }) => lines.length > 0) ? hunks : undefined;
}

/** What became of a text; its lines have no numbers, for it may stand anywhere in its file. */
export function compareTexts(before: string, after: string): Hunk[] {
  const options = { context: CONTEXT_LINES, maxEditLength: MAX_EDITS, timeout: MAX_MS };
  const patch = structuredPatch('', '', before, after, '', '', options);
  if (patch === undefined) return [{ ...NOWHERE, lines: [...marked('-', before), ...marked('+', after)] }];
  return patch.hunks.map(({ lines }) => ({ ...NOWHERE, lines: lines.filter((line) => !line.startsWith('\\')) }));
}

/** How many lines came in, and how many went. */
export function countChanges(hunks: readonly Hunk[]): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (const line of hunks.flatMap(({ lines }) => lines)) {
    if (line.startsWith('+')) added += 1;
    if (line.startsWith('-')) removed += 1;
  }
  return { added, removed };
}

/** As many of them as have so many lines together. */
export function firstLines(hunks: readonly Hunk[], most: number): Hunk[] {
  let left = most;
  return hunks.flatMap((hunk) => {
    const lines = hunk.lines.slice(0, left);
    left -= lines.length;
    return lines.length === 0 ? [] : [{ ...hunk, lines }];
  });
}

const NOWHERE = { oldStart: undefined, newStart: undefined };

function marked(mark: string, text: string): string[] {
  return text === '' ? [] : splitLines(text).map((line) => mark + line);
}

function toStart(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
