import { sayEndReason } from '../../shared/end-reason.ts';
import { folderName, shortPath } from '../../shared/place-name.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import type { SessionView } from '../../shared/session-view.ts';
import { type Cell, cutCells, joinCells } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { fitToWidth } from './width.ts';

interface TableOptions {
  readonly nowMs: number;
  /** Undefined: nothing is cut. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
}

/** From this width on the counts have a column, and what is done now a broad one. */
const WIDE_COLUMNS = 110;
const ID_CHARS = 8;
const STATE_COLUMNS = 7;
const TIME_COLUMNS = 10;

const NONE = [
  'No sessions yet. As soon as Claude Code does something, it shows here.',
  '  If it already does: mpm-hook doctor',
];

/** One line a session: its state, where, what it does now and for how long, and its name or the last prompt. */
export function printSessions(sessions: readonly SessionView[], options: TableOptions): string[] {
  if (sessions.length === 0) return NONE;
  const { columns, glyphs } = options;
  const room = columns ?? Number.POSITIVE_INFINITY;
  return sessions.map((session) => {
    const cells = toCells(session, options, room >= WIDE_COLUMNS);
    return joinCells(cutCells(cells, room, glyphs.more)).trimEnd();
  });
}

function toCells(session: SessionView, { nowMs, paint, glyphs }: TableOptions, isWide: boolean): Cell[] {
  const { id, state, since, name, lastPrompt } = session;
  const head: Cell[] = [
    { text: fitToWidth(toSafeText(id).slice(0, ID_CHARS), ID_CHARS), paint: paint.dim },
    { text: fitToWidth(state, STATE_COLUMNS), paint: paintOf(state, paint) },
    { text: fitToWidth(projectOf(session), isWide ? 16 : 10, glyphs.more) },
    { text: printDuration(Math.max(0, nowMs - Date.parse(since))).padStart(TIME_COLUMNS), paint: paint.dim },
  ];
  const now: Cell = { text: fitToWidth(sayNow(session), isWide ? 32 : 22, glyphs.more), paint: paint.accent };
  const counts: Cell = { text: fitToWidth(sayCounts(session), 28, glyphs.more), paint: paint.dim };
  const prompt: Cell = { text: toFirstLine(name ?? lastPrompt?.text ?? '') };
  return isWide ? [...head, now, counts, prompt] : [...head, now, prompt];
}

function paintOf(state: SessionView['state'], paint: Paint): Cell['paint'] {
  if (state === 'waiting') return paint.strong;
  if (state === 'lost') return paint.failure;
  return state === 'working' ? paint.accent : paint.dim;
}

/** What it does, or why it does nothing. */
function sayNow({ state, why, activity, cwd, counts }: SessionView): string {
  const call = activity && `${activity.tool} ${shortPath(activity.summary, cwd)}`.trim();
  const isAsking = call !== undefined && why?.startsWith('permission') === true;
  if (state === 'waiting') return toFirstLine(isAsking ? `permission: ${call}` : (why ?? ''));
  if (state === 'working') return toFirstLine(why ?? call ?? 'thinking');
  return toFirstLine(sayEndReason(why) ?? (counts.prompts === 0 ? 'no prompt yet' : ''));
}

function sayCounts({ counts }: SessionView): string {
  const errors = counts.errors === 0 ? '' : `, ${counts.errors} failed`;
  return `${printCount(counts.prompts, 'prompt')}, ${printCount(counts.toolCalls, 'call')}${errors}`;
}

function projectOf({ project = '' }: SessionView): string {
  return toSafeText(folderName(project));
}
