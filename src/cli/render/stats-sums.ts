import type { HookFigures, Losses, Overview, WaitFigures } from '../../shared/overview.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import type { Paint } from './paint.ts';

const NAME_COLUMNS = 10;

/** A few lines on all of it: how much was done, how long somebody was waited for, and whether all of it was heard. */
export function printSums(
  { since, until, totals, waits, hook, losses }: Overview,
  nowMs: number,
  paint: Paint,
): string[] {
  const { sessions, prompts, events, calls, failed } = totals;
  const rows = [
    ['Time', sayTime(Date.parse(since), Date.parse(until), nowMs)],
    [
      'Done',
      events === 0
        ? 'nothing'
        : [printCount(sessions, 'session'), printCount(prompts, 'prompt'), printCount(calls, 'call')].join(', '),
    ],
    ['Failed', calls === 0 || failed === 0 ? '-' : `${printCount(failed, 'call')}, ${printShare(failed / calls)}`],
    ['Waited', sayWaited(waits)],
    ['Between', sayBetween(waits)],
    ['Hooks', sayHooks(hook)],
    ['Lost', sayLosses(losses)],
  ];
  return rows.map(([name = '', text = '']) => `${paint.dim(name.padEnd(NAME_COLUMNS))}${text}`);
}

function sayTime(sinceMs: number, untilMs: number, nowMs: number): string {
  const length = printDuration(untilMs - sinceMs);
  const agoMs = nowMs - untilMs;
  return agoMs < 60_000 ? `the last ${length}` : `${length}, until ${printDuration(agoMs)} ago`;
}

function sayWaited({ permission, question }: WaitFigures): string {
  const count = permission.count + question.count;
  if (count === 0) return 'not for you';
  const kinds = [
    permission.count === 0 ? '' : printCount(permission.count, 'permission'),
    question.count === 0 ? '' : printCount(question.count, 'question'),
  ];
  const longest = Math.max(permission.longestMs, question.longestMs);
  const total = printDuration(permission.totalMs + question.totalMs);
  return `for you ${total}: ${kinds.filter(Boolean).join(', ')}, the longest ${printDuration(longest)}`;
}

/** From the end of a turn to the next prompt: nobody was in need of anything. */
function sayBetween({ prompt: { count, totalMs, longestMs } }: WaitFigures): string {
  if (count === 0) return '-';
  return `turns ${printDuration(totalMs)}, ${printCount(count, 'time')}, the longest ${printDuration(longestMs)}`;
}

function sayHooks({ count, p50Ms, p95Ms, p99Ms }: HookFigures): string {
  if (count === 0) return '-';
  return `half within ${printMs(p50Ms)}, 95 % ${printMs(p95Ms)}, 99 % ${printMs(p99Ms)}`;
}

function sayLosses({ dropped, rejected, late, spool }: Losses): string {
  const parts = [
    dropped === 0 ? '' : `${dropped} dropped`,
    rejected === 0 ? '' : `${rejected} rejected`,
    late === 0 ? '' : `${late} late`,
    spool.now === 0 ? '' : `${spool.now} in the spool`,
  ];
  return parts.filter(Boolean).join(', ') || 'nothing';
}

function printShare(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
}

function printMs(ms: number | null): string {
  if (ms === null) return '-';
  return ms < 10 ? `${Math.round(ms * 10) / 10} ms` : printDuration(ms);
}
