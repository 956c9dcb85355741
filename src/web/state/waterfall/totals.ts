import type { Row } from './row.ts';
import type { Stretch } from './stretch.ts';
import { subtract, totalMs } from './stretch.ts';

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

interface Parts {
  readonly rows: readonly Row[];
  readonly extent: Stretch;
  readonly idle: readonly Stretch[];
  readonly standing: readonly Stretch[];
}

/** Where the time went. */
export function createTotals({ rows, extent, idle, standing }: Parts): Totals {
  const runs = rows.filter(({ moment, isHead }) => moment.kind === 'call' && !isHead).map(toRun);
  const [idleMs, waitedMs] = [totalMs(idle), totalMs(subtract(standing, idle))];
  const work = subtract([extent], [...idle, ...standing]);
  return {
    workedMs: extent.toMs - extent.fromMs - idleMs - waitedMs,
    waitedMs,
    idleMs,
    withoutCallMs: totalMs(subtract(work, runs)),
    tools: shareByTool(runs),
    busiest: findBusiest(runs),
  };
}

interface Run extends Stretch {
  readonly name: string;
}

/** Without its wait, which is the human's time. */
function toRun({ moment, fromMs, toMs, wait }: Row): Run {
  return { name: moment.name, fromMs: Math.min(toMs, wait?.toMs ?? fromMs), toMs };
}

function shareByTool(runs: readonly Run[]): ToolShare[] {
  const allMs = totalMs(runs);
  return [...Map.groupBy(runs, ({ name }) => name)]
    .map(([name, ofTool]) => {
      const ms = totalMs(ofTool);
      return { name, calls: ofTool.length, ms, share: allMs === 0 ? 0 : ms / allMs };
    })
    .sort((one, other) => other.ms - one.ms);
}

/** Ends before beginnings: what follows at once did not run at once. */
function findBusiest(runs: readonly Run[]): Totals['busiest'] {
  const lasting = runs.filter(({ fromMs, toMs }) => toMs > fromMs);
  const turns = lasting
    .flatMap(({ fromMs, toMs }) => [
      { ms: fromMs, by: 1 },
      { ms: toMs, by: -1 },
    ])
    .sort((one, other) => one.ms - other.ms || one.by - other.by);
  let calls = 0;
  let busiest: Totals['busiest'];
  turns.forEach(({ ms, by }, index) => {
    calls += by;
    if (calls > (busiest?.calls ?? 0)) busiest = { fromMs: ms, toMs: turns[index + 1]?.ms ?? ms, calls };
  });
  return busiest;
}
