import { isSettled, type Plan } from '../install/plan.ts';
import { toSafeJson } from '../shared/safe-text.ts';
import type { World } from './world.ts';

interface Said {
  readonly plan: Plan;
  readonly dryRun: boolean;
  readonly json: boolean;
  /** What would change, as a diff; empty when nothing would, or when it was done. */
  readonly diff: string;
  /** What was done. */
  readonly sentence: string;
  /** For programs. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Says what was done to a settings file, or what would be. */
export function sayPlan({ out }: World, { plan, dryRun, json, diff, sentence, facts }: Said): void {
  const { settingsPath, changes } = plan;
  if (json) out.line(toSafeJson({ settings: settingsPath, changed: !isSettled(plan), dryRun, changes, ...facts }));
  else if (diff !== '') out.line(diff.trimEnd());
  else out.line(sentence);
}
