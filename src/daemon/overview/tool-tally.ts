import type { ToolFigures } from '../../shared/overview.ts';
import { countInto, quantiles } from '../../shared/spread.ts';
import type { SlowCall, ToolMinute } from '../sessions/minute.ts';
import type { ToldMinute } from './told-minute.ts';

interface ToolSum {
  calls: number;
  failed: number;
  totalMs: number;
  readonly spread: Map<number, number>;
}

export interface SlowCallOf extends SlowCall {
  readonly sessionId: string;
}

/** Adds up how often and how long each tool was at work. */
export interface ToolTally {
  add(row: ToldMinute): void;
  /** The most used first. */
  told(): ToolFigures[];
  /** The longest first. */
  slowest(): readonly SlowCallOf[];
}

/** Names of tools come from outside; past so many the rarest are left out. */
const MOST_TOOLS = 100;
const SLOWEST = 10;

export function createToolTally(): ToolTally {
  const byTool = new Map<string, ToolSum>();
  let slowest: SlowCallOf[] = [];

  function addTool({ tool, calls, failed, totalMs, ms }: ToolMinute): void {
    const sum = byTool.get(tool) ?? { calls: 0, failed: 0, totalMs: 0, spread: new Map() };
    sum.calls += calls;
    sum.failed += failed;
    sum.totalMs += totalMs;
    for (const one of ms) countInto(sum.spread, one);
    byTool.set(tool, sum);
  }

  function addSlow(call: SlowCall, sessionId: string): void {
    const last = slowest[SLOWEST - 1];
    if (last !== undefined && last.durationMs >= call.durationMs) return;
    slowest = [...slowest, { ...call, sessionId }]
      .sort((one, other) => other.durationMs - one.durationMs)
      .slice(0, SLOWEST);
  }

  return {
    add({ sessionId, told }) {
      for (const tool of told.tools) addTool(tool);
      for (const call of told.slowest) addSlow(call, sessionId);
    },
    told: () =>
      [...byTool]
        .sort(([one, { calls }], [other, sum]) => sum.calls - calls || (one < other ? -1 : 1))
        .slice(0, MOST_TOOLS)
        .map(([tool, { spread, ...sum }]) => {
          const [medianMs = null, p95Ms = null] = quantiles(spread, [0.5, 0.95]);
          return { tool, ...sum, medianMs, p95Ms };
        }),
    slowest: () => slowest,
  };
}
