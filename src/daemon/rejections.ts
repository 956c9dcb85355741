import type { Counters } from './events/counters.ts';
import type { Reporter } from './reporter.ts';

export interface Rejections {
  /** An event was not taken, and never will be. */
  ofEvent(code: string): void;
  /** Somebody was turned away, or asked what has no answer: no event is lost by it. */
  ofOther(code: string): void;
  /** How often each, for each reason, since the start. */
  byCode(): { readonly rejectedBy: ByCode; readonly refusedBy: ByCode };
}

type ByCode = Readonly<Record<string, number>>;

/** Nobody is turned away and nothing is refused in silence: it is counted for ever, told by its reason, and logged. */
export function createRejections(counters: Counters, reporter: Reporter): Rejections {
  const countsOf = { rejected: new Map<string, number>(), refused: new Map<string, number>() };

  const count = (name: keyof typeof countsOf, code: string): void => {
    const counts = countsOf[name];
    counts.set(code, (counts.get(code) ?? 0) + 1);
    counters.count(name);
    reporter.report(name, { code });
  };

  return {
    ofEvent: (code) => count('rejected', code),
    ofOther: (code) => count('refused', code),
    byCode: () => ({
      rejectedBy: Object.fromEntries(countsOf.rejected),
      refusedBy: Object.fromEntries(countsOf.refused),
    }),
  };
}
