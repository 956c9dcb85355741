import { isStillWaiting, isUpToNow } from '../../shared/goes-on.ts';
import type { Overview, SessionLabel, SessionWork, WaitView } from '../../shared/overview.ts';
import { folderName } from '../../shared/place-name.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import type { Cell } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { fitToWidth } from './width.ts';

export interface WorkOptions {
  readonly nowMs: number;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone: string | undefined;
  /** The sessions that Claude works in at this moment. */
  readonly working: ReadonlySet<string>;
  /** Those that wait for somebody: the overview names the longest waits alone. */
  readonly waiting: ReadonlySet<string>;
}

const ID_CHARS = 8;
const PROJECT_COLUMNS = 14;
/** As wide as `14:02:09-14:05:11`. */
const SPAN_COLUMNS = 17;

/** Two lines of a session: when, where and on what; then what it did. */
export function toWorkLines(
  work: SessionWork,
  overview: Overview,
  { paint, glyphs, working, waiting, ...options }: WorkOptions,
): Cell[][] {
  const { id, since } = work;
  const label = labelOf(id, overview);
  const isNow = isUpToNow(overview, options.nowMs);
  const waits = isStillWaiting(id, overview) || (isNow && waiting.has(id));
  const goesOn = waits || (isNow && working.has(id));
  const until = work.until < overview.until ? work.until : overview.until; // the last minute may not be over
  const when = printSpan(printTime(since, options, 'short'), goesOn ? undefined : printTime(until, options, 'short'));
  return [
    [
      { text: fitToWidth(when, SPAN_COLUMNS) },
      {
        text: fitToWidth(toSafeText(folderName(label.project ?? '')), PROJECT_COLUMNS, glyphs.more),
        paint: paint.accent,
      },
      { text: shortId(id), paint: paint.dim },
      { text: toFirstLine(label.name ?? work.lastPrompt ?? label.title ?? ''), paint: paint.strong },
    ],
    [{ text: ''.padEnd(SPAN_COLUMNS) }, { text: sayWork(work, waits), paint: paint.dim }],
  ];
}

/** One line of a wait: from when to when, how long, where, and what for. */
export function toWaitCells(wait: WaitView, overview: Overview, { paint, glyphs, ...options }: WorkOptions): Cell[] {
  const { session_id: id, kind, startedAt, endedAt, durationMs, what = '', summary = '' } = wait;
  const { project = '' } = labelOf(id, overview);
  const end = endedAt === undefined ? undefined : printTime(endedAt, options);
  return [
    { text: fitToWidth(printSpan(printTime(startedAt, options), end), SPAN_COLUMNS) },
    { text: fitToWidth(toSafeText(folderName(project)), PROJECT_COLUMNS, glyphs.more), paint: paint.accent },
    { text: shortId(id), paint: paint.dim },
    { text: printDuration(durationMs).padStart(10), paint: paint.strong },
    { text: `${kind}: ${toFirstLine(`${what} ${summary}`.trim())}` },
  ];
}

/** `3 calls (Bash 2, Edit 1), 1 file changed, 1 failed, waited for you 4 min`. */
function sayWork({ prompts, calls, failed, tools, changed, waits }: SessionWork, isWaiting: boolean): string {
  const named = tools.map(({ tool, calls: count }) => `${toSafeText(tool)} ${count.toLocaleString('en')}`).join(', ');
  const parts = [
    printCount(prompts, 'prompt'),
    calls === 0 ? 'no calls' : `${printCount(calls, 'call')} (${named})`,
    changed === 0 ? '' : `${printCount(changed, 'file')} changed`,
    failed === 0 ? '' : `${failed.toLocaleString('en')} failed`,
    waits.count === 0 ? '' : `${isWaiting ? 'waits' : 'waited'} for you ${printDuration(waits.totalMs)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

function labelOf(id: string, { sessions }: Overview): SessionLabel {
  return sessions.find((label) => label.id === id) ?? { id };
}

function printSpan(from: string, to: string | undefined): string {
  return from === to ? from : `${from}-${to ?? 'now'}`;
}

export function shortId(id: string): string {
  return fitToWidth(toSafeText(id).slice(0, ID_CHARS), ID_CHARS);
}

/** The time of day; of another day its date, too. */
export function printTime(
  iso: string,
  { nowMs, timeZone }: Pick<WorkOptions, 'nowMs' | 'timeZone'>,
  length: 'short' | 'medium' = 'medium',
): string {
  const at = new Date(iso);
  const dayOf = (day: Date) => day.toLocaleDateString('en-GB', { timeZone, day: '2-digit', month: 'short' });
  const isToday = dayOf(at) === dayOf(new Date(nowMs));
  if (!isToday) return `${dayOf(at)} ${at.toLocaleTimeString('en-GB', { timeZone, timeStyle: 'short' })}`;
  return at.toLocaleTimeString('en-GB', { timeZone, timeStyle: length });
}
