import type { Overview, SessionLabel, SlowCallView, ToolFigures, WaitView } from '../../shared/overview.ts';
import { folderName } from '../../shared/place-name.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import { type Cell, cutCells, joinCells } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { printSums } from './stats-sums.ts';
import { fitToWidth } from './width.ts';

interface StatsOptions {
  readonly nowMs: number;
  /** Undefined: nothing is cut. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone?: string;
}

const MOST_TOOLS = 8;
const MOST_LISTED = 5;
/** Shorter waits and calls are not worth a line. */
const WORTH_MS = 1000;
const ID_CHARS = 8;

/** What was done, and where somebody was waited for: sums first, then what stood out. */
export function printStats(overview: Overview, options: StatsOptions): string[] {
  const sums = printSums(overview, options.nowMs, options.paint);
  if (overview.totals.events === 0) return sums;
  const waits = overview.waits.longest.filter(({ kind, durationMs }) => kind !== 'prompt' && durationMs >= WORTH_MS);
  const slowest = overview.slowest.filter(({ durationMs }) => durationMs >= WORTH_MS);
  return [
    ...sums,
    ...part('Waited for you', waits.slice(0, MOST_LISTED), (wait) => toWaitCells(wait, overview, options), options),
    ...part('Tools', overview.tools.slice(0, MOST_TOOLS), (tool) => toToolCells(tool, options), options),
    ...part('Slowest calls', slowest.slice(0, MOST_LISTED), (call) => toCallCells(call, options), options),
  ];
}

function part<One>(
  title: string,
  ones: readonly One[],
  toCells: (one: One) => Cell[],
  { columns, paint, glyphs }: StatsOptions,
): string[] {
  if (ones.length === 0) return [];
  const room = columns ?? Number.POSITIVE_INFINITY;
  const lines = ones.map((one) => joinCells(cutCells(toCells(one), room, glyphs.more)).trimEnd());
  return ['', paint.strong(title), ...lines];
}

function toWaitCells(wait: WaitView, { sessions }: Overview, { paint, glyphs, ...options }: StatsOptions): Cell[] {
  const { session_id: id, kind, startedAt, endedAt, durationMs, what = '' } = wait;
  const label = sessions.find((session) => session.id === id) ?? { id };
  const end = endedAt === undefined ? 'still waits' : '';
  return [
    { text: printDuration(durationMs).padStart(10), paint: paint.accent },
    { text: printTime(startedAt, options.timeZone), paint: paint.dim },
    { text: shortId(id), paint: paint.dim },
    { text: fitToWidth(nameOf(label), 16, glyphs.more) },
    { text: `${kind}: ${toFirstLine(what)}` },
    { text: end, paint: paint.strong },
  ];
}

function toToolCells(
  { tool, calls, failed, totalMs, medianMs, p95Ms }: ToolFigures,
  { paint, glyphs }: StatsOptions,
): Cell[] {
  const took = (ms: number | null) => (ms === null ? '-' : printDuration(ms));
  return [
    { text: fitToWidth(toSafeText(tool), 20, glyphs.more) },
    { text: printCount(calls, 'call').padStart(12) },
    { text: fitToWidth(failed === 0 ? '' : `${failed} failed`, 10), paint: paint.failure },
    { text: fitToWidth(printDuration(totalMs), 12) },
    { text: `median ${took(medianMs)}, 95 % within ${took(p95Ms)}`, paint: paint.dim },
  ];
}

function toCallCells(call: SlowCallView, { paint, glyphs, timeZone }: StatsOptions): Cell[] {
  const { session_id: id, tool, summary, outcome, durationMs, startedAt, endedAt } = call;
  return [
    { text: printDuration(durationMs).padStart(10), paint: paint.accent },
    { text: printTime(startedAt ?? endedAt, timeZone), paint: paint.dim },
    { text: shortId(id), paint: paint.dim },
    { text: fitToWidth(toSafeText(tool), 16, glyphs.more) },
    { text: `${outcome === 'ok' ? '' : `(${outcome}) `}${toFirstLine(summary)}` },
  ];
}

function nameOf({ name, title, project = '' }: SessionLabel): string {
  return toFirstLine(name ?? title ?? folderName(project));
}

function shortId(id: string): string {
  return fitToWidth(toSafeText(id).slice(0, ID_CHARS), ID_CHARS);
}

function printTime(iso: string, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Date(iso).toLocaleTimeString('en-GB', zone);
}
