import type { Row } from './row.ts';
import { coveredMs, type Edges, edgesOf, type Stretch, totalMs } from './stretch.ts';
import type { Waterfall } from './waterfall.ts';

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

interface Sum {
  calls: number;
  ms: number;
}

/** Where the time went. */
export function addUp({ extent, rows, idle }: Waterfall): Totals {
  const runs = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead).map(toRun);
  const waits = rows.map(({ wait }) => wait).filter((wait) => wait !== undefined);
  const ofRuns = edgesOf(runs);
  const ofAll = waits.length === 0 ? ofRuns : edgesOf(waits.concat(runs));
  const awakeMs = totalMs([extent]) - totalMs(idle);
  const waitedMs = coveredMs(edgesOf(waits));
  return {
    workedMs: awakeMs - waitedMs,
    waitedMs,
    idleMs: totalMs(idle),
    withoutCallMs: awakeMs - coveredMs(ofAll),
    tools: toShares(runs),
    busiest: findBusiest(ofRuns),
  };
}

function toShares(runs: readonly Run[]): ToolShare[] {
  const sums = new Map<string, Sum>();
  for (const { name, fromMs, toMs } of runs) {
    const sum = sums.get(name) ?? { calls: 0, ms: 0 };
    if (sum.calls === 0) sums.set(name, sum);
    sum.calls += 1;
    sum.ms += toMs - fromMs;
  }
  const allMs = [...sums.values()].reduce((sum, { ms }) => sum + ms, 0);
  return [...sums]
    .map(([name, { calls, ms }]) => ({ name, calls, ms, share: allMs === 0 ? 0 : ms / allMs }))
    .sort((one, other) => other.ms - one.ms);
}

interface Run extends Stretch {
  readonly name: string;
}

/** Without its wait, which is the human's time. */
function toRun({ moment, fromMs, toMs, wait }: Row): Run {
  return { name: moment.name, fromMs: Math.min(toMs, wait?.toMs ?? fromMs), toMs };
}

/** Ends before beginnings: what follows at once did not run at once. */
function findBusiest({ begins, ends }: Edges): Totals['busiest'] {
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
