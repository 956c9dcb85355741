import type { Row } from './row.ts';
import type { Stretch } from './stretch.ts';
import { join, totalMs } from './stretch.ts';

export interface ToolShare {
  readonly name: string;
  readonly calls: number;
  readonly ms: number;
  /** Of the time in all calls. */
  readonly share: number;
}

export interface Totals {
  /** With the two below: all the time there is. */
  readonly workedMs: number;
  readonly waitedMs: number;
  readonly idleMs: number;
  /** Of the time worked, what passed without any call: it thought, or wrote. */
  readonly withoutCallMs: number;
  /** The one that took longest first. A sub-agent's time is that of its calls. */
  readonly tools: readonly ToolShare[];
  /** So many calls at once, and when; undefined where there were none. */
  readonly busiest: (Stretch & { readonly calls: number }) | undefined;
}

/** What is added up of rows. Those of two parts of a session can be put together where the one was over before the other began. */
export interface Tally {
  readonly waitedMs: number;
  /** In which a call ran, or waited. */
  readonly calledMs: number;
  readonly tools: ReadonlyMap<string, { readonly calls: number; readonly ms: number }>;
  readonly busiest: Totals['busiest'];
}

export function tally(rows: readonly Row[]): Tally {
  const runs = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead).map(toRun);
  const waits = rows.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  return {
    waitedMs: totalMs(join(waits)),
    calledMs: totalMs(join([...waits, ...runs])),
    tools: addUp(runs.map(({ name, fromMs, toMs }) => [name, { calls: 1, ms: toMs - fromMs }])),
    busiest: findBusiest(runs),
  };
}

/** The earlier part first. */
export function addTallies(one: Tally, other: Tally): Tally {
  const isBusier = (other.busiest?.calls ?? 0) > (one.busiest?.calls ?? 0);
  return {
    waitedMs: one.waitedMs + other.waitedMs,
    calledMs: one.calledMs + other.calledMs,
    tools: addUp([...one.tools, ...other.tools]),
    busiest: isBusier ? other.busiest : one.busiest,
  };
}

/** Where the time went. */
export function toTotals({ waitedMs, calledMs, tools, busiest }: Tally, allMs: number, idleMs: number): Totals {
  const inCallsMs = [...tools.values()].reduce((sum, { ms }) => sum + ms, 0);
  return {
    workedMs: allMs - idleMs - waitedMs,
    waitedMs,
    idleMs,
    withoutCallMs: allMs - idleMs - calledMs,
    tools: [...tools]
      .map(([name, { calls, ms }]) => ({ name, calls, ms, share: inCallsMs === 0 ? 0 : ms / inCallsMs }))
      .sort((one, other) => other.ms - one.ms),
    busiest,
  };
}

function addUp(shares: Iterable<readonly [name: string, { calls: number; ms: number }]>): Tally['tools'] {
  const sums = new Map<string, { calls: number; ms: number }>();
  for (const [name, { calls, ms }] of shares) {
    const sum = sums.get(name) ?? { calls: 0, ms: 0 };
    sums.set(name, { calls: sum.calls + calls, ms: sum.ms + ms });
  }
  return sums;
}

interface Run extends Stretch {
  readonly name: string;
}

/** Without its wait, which is the human's time. */
function toRun({ moment, fromMs, toMs, wait }: Row): Run {
  return { name: moment.name, fromMs: Math.min(toMs, wait?.toMs ?? fromMs), toMs };
}

/** Ends before beginnings: what follows at once did not run at once. */
function findBusiest(runs: readonly Run[]): Totals['busiest'] {
  const lasting = runs.filter(({ fromMs, toMs }) => toMs > fromMs);
  const begins = Float64Array.from(lasting, ({ fromMs }) => fromMs).sort();
  const ends = Float64Array.from(lasting, ({ toMs }) => toMs).sort();
  let ended = 0;
  let busiest: Totals['busiest'];
  begins.forEach((fromMs, begun) => {
    while ((ends[ended] as number) <= fromMs) ended += 1;
    const calls = begun + 1 - ended;
    if (calls <= (busiest?.calls ?? 0)) return;
    busiest = { fromMs, toMs: Math.min(begins[begun + 1] ?? Number.POSITIVE_INFINITY, ends[ended] as number), calls };
  });
  return busiest;
}
