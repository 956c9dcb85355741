import type { Counters } from './events/counters.ts';
import type { Reporter } from './reporter.ts';

export interface Rejections {
  count(code: string): void;
  /** How often, for each reason, since the start. */
  byCode(): Readonly<Record<string, number>>;
}

/** Nobody is turned away and nothing is refused in silence: it is counted for ever, told by its reason, and logged. */
export function createRejections(counters: Counters, reporter: Reporter): Rejections {
  const counts = new Map<string, number>();
  return {
    count(code) {
      counts.set(code, (counts.get(code) ?? 0) + 1);
      counters.count('rejected');
      reporter.report('rejected', { code });
    },
    byCode: () => Object.fromEntries(counts),
  };
}
