import type { Measured } from './load.ts';
import { atLeast, atMost, type Verdict } from './verdict.ts';

/** What one of them did with so many subscribers, all rounds of it. */
export interface Result {
  readonly name: string;
  /** `closed`, or events a second. */
  readonly rate: string;
  readonly subscribers: number;
  readonly runs: readonly Measured[];
}

/** Of the server, for one event to one subscriber: taking it in, storing it where that is done, sending it. */
export function costUs({ cpuUs, deliveries }: Measured): number {
  return deliveries === 0 ? Number.NaN : cpuUs / deliveries;
}

/** Times less CPU than those whom our users would come from. */
const LESS_CPU = 8;
const CALM_P50_MS = 2;
const BUSY_P50_MS = 5;
const JUDGED_SUBSCRIBERS = 100;
const OURS = 'mpm-hook';
const RIVALS = ['Python websockets', 'Socket.IO'];

/** The best round of each counts: noise only ever adds. */
export function judge(results: readonly Result[]): Verdict[] {
  const ours = results.filter(({ name }) => name.startsWith(OURS));
  return ours.flatMap((result) => {
    if (result.runs.some(({ missing, refused, failures }) => missing + refused + failures > 0))
      return [atMost(0, `${title(result)}: events lost or refused`, worst(result))];
    if (result.subscribers !== JUDGED_SUBSCRIBERS) return [];
    return result.rate === 'closed' ? judgeCost(result, results) : judgeTime(result);
  });
}

function judgeCost(ours: Result, results: readonly Result[]): Verdict[] {
  const isRival = ({ name, rate, subscribers }: Result) =>
    RIVALS.includes(name) && rate === 'closed' && subscribers === ours.subscribers;
  return results
    .filter(isRival)
    .map((rival) =>
      atLeast(LESS_CPU, `${title(ours)}: times less CPU a delivery than ${rival.name}`, least(rival) / least(ours)),
    );
}

function judgeTime(ours: Result): Verdict[] {
  const p50Ms = Math.min(...ours.runs.map((run) => run.p50Ms));
  if (ours.rate === '500') return [atMost(CALM_P50_MS, `${title(ours)}: p50, ms`, p50Ms)];
  if (ours.rate === '1000') return [atMost(BUSY_P50_MS, `${title(ours)}: p50, ms`, p50Ms)];
  return [];
}

function least({ runs }: Result): number {
  return Math.min(...runs.map(costUs));
}

function worst({ runs }: Result): number {
  return Math.max(...runs.map(({ missing, refused, failures }) => missing + refused + failures));
}

function title({ name, rate, subscribers }: Result): string {
  return `${name}, ${rate === 'closed' ? 'closed loop' : `${rate} events/s`}, ${subscribers} subscribers`;
}
