import type { AgePlace, AgeRule, Pruned, PruneStep } from '../store/pruner.ts';
import type { Pace } from './pace.ts';
import type { TrustedClock } from './trusted-clock.ts';

interface AgeLimitParts {
  /** Undefined when events may become as old as they like. */
  readonly toRule: ((nowMs: number) => AgeRule) | undefined;
  readonly clock: TrustedClock;
  readonly pace: Pace;
  /** Undefined when it can't be done now. */
  readonly prune: (step: PruneStep) => Pruned | undefined;
  /** What has become too old is looked for so often. */
  readonly everyMs: number;
}

export interface AgeLimit {
  /** Looks at some events, when it is time to; true while there are more to look at. */
  step(): boolean;
  /** Begins anew as soon as the clock can be believed. */
  reconsider(): void;
}

/** Takes out what is older than its project keeps it, in walks over all that might be. */
export function createAgeLimit({ toRule, clock, pace, prune, everyMs }: AgeLimitParts): AgeLimit {
  let begunAtMs = Number.NEGATIVE_INFINITY;
  let walk: { readonly rule: AgeRule; readonly place?: AgePlace | undefined } | undefined;

  function begin(now: number): typeof walk {
    if (toRule === undefined || Math.abs(now - begunAtMs) < everyMs) return undefined;
    begunAtMs = now;
    return { rule: toRule(now) };
  }

  return {
    step() {
      const now = clock.now();
      walk = now === undefined ? undefined : (walk ?? begin(now));
      if (walk === undefined) return false;
      const { rule, place } = walk;
      const pruned = pace.step((rows) => prune({ why: 'age', rule, after: place, rows }));
      walk = pruned?.place === undefined ? undefined : { rule, place: pruned.place };
      return walk !== undefined;
    },
    reconsider() {
      begunAtMs = Number.NEGATIVE_INFINITY;
      walk = undefined;
    },
  };
}
