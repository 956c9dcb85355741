import type { KillOutcome } from './store-kill.ts';
import { type QueryCost, SEARCHES } from './store-queries.ts';
import type { Load } from './store-world.ts';

export interface StoreResult {
  readonly load: Load;
  /** µs an event of the index's own thread. */
  readonly indexUs: number;
  readonly queries: readonly QueryCost[];
  readonly kill: KillOutcome;
  readonly startMs: { readonly afterStop: number; readonly afterKill: number };
  readonly rssBytes: { readonly peak: number; readonly after: number };
}

/** One line of the verdict; `target` is what is hoped for, the limit what has to be. */
export interface StoreVerdict {
  readonly claim: string;
  readonly measured: number;
  readonly unit: string;
  /** None for what is only told. */
  readonly limit?: number;
  readonly target?: number;
  /** More is better. */
  readonly isFloor?: true;
  /** What the same costs without our layers, in words. */
  readonly beside?: string;
  readonly holds: boolean;
}

const MEGABYTE = 1e6;

export function judgeStore({ load, indexUs, queries, kill, startMs, rssBytes }: StoreResult): StoreVerdict[] {
  const { batches, singles } = load;
  const ratio = (cost: Load['batches']) => cost.cpuUs / cost.plainUs;
  const beside = (cost: Load['batches']) =>
    `${us(cost.cpuUs)} against ${us(cost.plainUs)}; into events alone ${us(cost.eventsOnlyUs)}, JSON lines ${us(cost.linesUs)}`;
  const jsonLines = `JSON lines: ${Math.round(batches.linesPerSecond)}`;
  return [
    most('CPU of batches, × the same inserts', ratio(batches), '×', 2, { beside: beside(batches) }),
    least('events in batches', batches.perSecond, '/s', 8000, { target: 20_000, beside: jsonLines }),
    least('single posts over kept sockets', singles.perSecond, '/s', 2000, { target: 4000, beside: beside(singles) }),
    told('index, in its own thread', indexUs, 'us an event'),
    told('18,000 events in batches can all be found after', batches.foundAfterMs, 'ms'),
    told('2,000 single posts can all be found after', singles.foundAfterMs, 'ms'),
    most('acknowledged and not there after kill -9', kill.lost, `of ${kill.acked}`, 0),
    ...queries.map(judgeQuery),
    most('start after a stop', startMs.afterStop, 'ms', 300),
    most('start after kill -9', startMs.afterKill, 'ms', 300),
    most('RSS at most', rssBytes.peak / MEGABYTE, 'MB', 150),
    most('RSS after the queries', rssBytes.after / MEGABYTE, 'MB', 150),
  ];
}

const QUERY_LIMITS_MS: Readonly<Record<string, number>> = { 'last 1000 of a session': 10, 'list of sessions': 20 };
const SEARCH_LIMIT_MS = 50;

function judgeQuery({ name, medianMs, p95Ms, ownSqlMs, linesMs, answerBytes, events }: QueryCost): StoreVerdict {
  const beside = [
    `answer ${(answerBytes / 1000).toFixed(0)} kB, ${events} of them`,
    ownSqlMs === undefined ? '' : `SQL by hand ${ms(ownSqlMs)}`,
    linesMs === undefined ? '' : `grep in JSON lines ${ms(linesMs)}`,
  ];
  const isSearch = name.startsWith(SEARCHES);
  const measured = isSearch ? p95Ms : medianMs;
  const limit = isSearch ? SEARCH_LIMIT_MS : (QUERY_LIMITS_MS[name] ?? SEARCH_LIMIT_MS);
  const claim = isSearch ? `${name}, first page, p95` : name;
  return most(claim, measured, 'ms', limit, { beside: beside.filter(Boolean).join(', ') });
}

type More = Pick<StoreVerdict, 'target' | 'beside'>;

function most(claim: string, measured: number, unit: string, limit: number, more: More = {}): StoreVerdict {
  return { claim, measured, unit, limit, ...more, holds: measured <= limit };
}

function least(claim: string, measured: number, unit: string, limit: number, more: More = {}): StoreVerdict {
  return { claim, measured, unit, limit, isFloor: true, ...more, holds: measured >= limit };
}

function told(claim: string, measured: number, unit: string): StoreVerdict {
  return { claim, measured, unit, holds: true };
}

export function printStoreVerdict(verdict: StoreVerdict): string {
  const { claim, measured, unit, beside, limit, holds } = verdict;
  const mark = limit === undefined ? 'told  ' : holds ? 'holds ' : 'missed';
  const found = `${Number(measured.toFixed(measured < 100 ? 2 : 0))} ${unit}`;
  return `${mark}  ${claim}: ${found}${printBound(verdict)}${beside === undefined ? '' : `  [${beside}]`}`;
}

function printBound({ limit, target, isFloor }: StoreVerdict): string {
  if (limit === undefined) return '';
  return ` (${isFloor ? 'at least' : 'at most'} ${limit}${target === undefined ? '' : `, hoped for ${target}`})`;
}

function us(value: number): string {
  return `${value.toFixed(1)} us`;
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
