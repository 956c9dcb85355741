import { printDuration } from '../../shared/print-duration.ts';
import { nowMs, useNowMs } from '../state/clock.ts';

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const OTHER_YEAR = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Local, with UTC when pointed at; with the day unless that is today. */
export function Time({ at, withDay = false }: { readonly at: string; readonly withDay?: boolean }) {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return <span>unknown</span>;
  const utc = `${at.slice(0, 19).replace('T', ' ')} UTC`;
  const day = withDay ? dayOf(new Date(ms), new Date(nowMs.peek())) : '';
  return (
    <time dateTime={at} title={utc}>
      {day + CLOCK.format(ms)}
    </time>
  );
}

function dayOf(then: Date, now: Date): string {
  if (then.toDateString() === now.toDateString()) return '';
  return `${(then.getFullYear() === now.getFullYear() ? DAY : OTHER_YEAR).format(then)} `;
}

/** How long since then, going on by itself; of what is over, how long ago. */
export function Elapsed({ since, isOver = false }: { readonly since: string; readonly isOver?: boolean }) {
  const ms = Math.max(0, useNowMs() - Date.parse(since));
  const length = ms < 1000 ? 'now' : printDuration(Math.floor(ms / 1000) * 1000);
  return (
    <span title={`since ${since.slice(0, 19).replace('T', ' ')} UTC`}>
      {isOver && ms >= 1000 ? `${length} ago` : length}
    </span>
  );
}
