import type { Overview, SlowCallView, ToolFigures, WaitView } from '../../shared/overview.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import { type Cell, cutCells, joinCells } from './cells.ts';
import { printSums } from './stats-sums.ts';
import { printTime, shortId, toWaitCells, toWorkLines, type WorkOptions } from './stats-work.ts';
import { fitToWidth } from './width.ts';

interface StatsOptions extends WorkOptions {
  /** Undefined: nothing is cut. */
  readonly columns: number | undefined;
}

const MOST_TOOLS = 8;
const MOST_WORK = 8;
const MOST_WAITS = 8;
const MOST_LISTED = 5;
/** Shorter waits and calls are not worth a line. */
const WORTH_MS = 1000;

const WHERE_ELSE = 'Look farther back: mpm-hook stats --since 24h   Find out why nothing came: mpm-hook doctor';

/** What was done, and where somebody was waited for: sums first, then session by session, then what stood out. */
export function printStats(overview: Overview, options: StatsOptions): string[] {
  const sums = printSums(overview, options.nowMs, options.paint);
  if (overview.totals.events === 0) return [...sums, '', options.paint.dim(WHERE_ELSE)];
  const slowest = overview.slowest.filter(({ durationMs }) => durationMs >= WORTH_MS);
  return [
    ...sums,
    ...part('At work', overview.work.slice(0, MOST_WORK), (work) => toWorkLines(work, overview, options), options),
    ...part('Waited for you', waitsOf(overview), (wait) => [toWaitCells(wait, overview, options)], options),
    ...part('Tools', overview.tools.slice(0, MOST_TOOLS), (tool) => [toToolCells(tool, options)], options),
    ...part('Slowest calls', slowest.slice(0, MOST_LISTED), (call) => [toCallCells(call, options)], options),
    ...sayWhereToLook(overview, options),
  ];
}

/** The longest of them, the latest first. */
function waitsOf({ waits }: Overview): WaitView[] {
  return waits.longest
    .filter(({ kind, durationMs }) => kind !== 'prompt' && durationMs >= WORTH_MS)
    .slice(0, MOST_WAITS)
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
}

function sayWhereToLook({ work }: Overview, { paint }: StatsOptions): string[] {
  const first = work[0];
  return first === undefined
    ? []
    : ['', paint.dim(`Its story: mpm-hook show ${shortId(first.id).trim()}   All of it: mpm-hook open`)];
}

function part<One>(
  title: string,
  ones: readonly One[],
  toLines: (one: One) => readonly Cell[][],
  { columns, paint, glyphs }: StatsOptions,
): string[] {
  if (ones.length === 0) return [];
  const room = columns ?? Number.POSITIVE_INFINITY;
  const lines = ones.flatMap(toLines).map((cells) => joinCells(cutCells(cells, room, glyphs.more)).trimEnd());
  return ['', paint.strong(title), ...lines];
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

function toCallCells(call: SlowCallView, { paint, glyphs, ...options }: StatsOptions): Cell[] {
  const { session_id: id, tool, summary, outcome, durationMs, startedAt, endedAt } = call;
  return [
    { text: printDuration(durationMs).padStart(10), paint: paint.accent },
    { text: printTime(startedAt ?? endedAt, options), paint: paint.dim },
    { text: shortId(id), paint: paint.dim },
    { text: fitToWidth(toSafeText(tool), 16, glyphs.more) },
    { text: `${outcome === 'ok' ? '' : `(${outcome}) `}${toFirstLine(summary)}` },
  ];
}
