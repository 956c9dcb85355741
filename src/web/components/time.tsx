import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { printDuration } from '../../shared/print-duration.ts';
import { nowMs, useNow } from '../state/clock.ts';
import { settings } from '../state/settings.ts';

const FORMATS = {
  clock: { timeStyle: 'medium', hourCycle: 'h23' },
  minute: { timeStyle: 'short', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  otherYear: { dateStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const toFormats = (timeZone: string | undefined) => ({
  clock: new Intl.DateTimeFormat(undefined, { ...FORMATS.clock, timeZone }),
  minute: new Intl.DateTimeFormat(undefined, { ...FORMATS.minute, timeZone }),
  day: new Intl.DateTimeFormat(undefined, { ...FORMATS.day, timeZone }),
  otherYear: new Intl.DateTimeFormat(undefined, { ...FORMATS.otherYear, timeZone }),
});
const LOCAL = toFormats(undefined);
const UTC = toFormats('UTC');

interface TimeProps {
  readonly at: string;
  readonly withDay?: boolean;
  /** To the minute. */
  readonly isBrief?: boolean;
}

/** Local or UTC as it was chosen, with the other when pointed at; with the day unless that is today. */
export function Time({ at, withDay = false, isBrief = false }: TimeProps) {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return <span>unknown</span>;
  const isUtc = settings.value.clock === 'utc';
  const formats = isUtc ? UTC : LOCAL;
  const utc = `${at.slice(0, 19).replace('T', ' ')} UTC`;
  const other = isUtc ? `${LOCAL.otherYear.format(ms)} ${LOCAL.clock.format(ms)} here` : utc;
  const day = withDay ? dayOf(ms, nowMs.peek(), formats) : '';
  return (
    <time dateTime={at} title={other}>
      {day + (isBrief ? formats.minute : formats.clock).format(ms)}
    </time>
  );
}

interface TimeSpanProps {
  readonly from: string;
  /** Undefined for what goes on. */
  readonly to: string | undefined;
  readonly withSeconds?: boolean;
}

export function TimeSpan({ from, to, withSeconds = false }: TimeSpanProps) {
  return (
    <>
      <Time at={from} withDay isBrief={!withSeconds} />–
      {to === undefined ? 'now' : <Time at={to} isBrief={!withSeconds} />}
    </>
  );
}

function dayOf(thenMs: number, todayMs: number, { day, otherYear }: typeof LOCAL): string {
  const [then, today] = [otherYear.format(thenMs), otherYear.format(todayMs)];
  if (then === today) return '';
  const isSameYear = new Date(thenMs).getFullYear() === new Date(todayMs).getFullYear();
  return `${(isSameYear ? day : otherYear).format(thenMs)} `;
}

/** How long since then, going on by itself; of what is over, how long ago. With each second no more than a text is another. */
export function Elapsed({ since, isOver = false }: { readonly since: string; readonly isOver?: boolean }) {
  const now = useNow();
  const text = useMemo(
    () => computed(() => printElapsed(Math.max(0, now.value - Date.parse(since)), isOver)),
    [now, since, isOver],
  );
  return <span title={`since ${since.slice(0, 19).replace('T', ' ')} UTC`}>{text}</span>;
}

/** What is over needs no seconds after its first minute. */
function printElapsed(ms: number, isOver: boolean): string {
  if (ms < 1000) return 'now';
  const stepMs = isOver && ms >= 60_000 ? 60_000 : 1000;
  const length = printDuration(Math.floor(ms / stepMs) * stepMs);
  return isOver ? `${length} ago` : length;
}
