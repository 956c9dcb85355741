import { changeSettings } from '../../install/apply-plan.ts';
import { printDiff } from '../../install/diff.ts';
import { isSettled, planUninstall } from '../../install/plan.ts';
import { settingsPathFor } from '../../install/scopes.ts';
import { chosenScope, claudePlaces, printPath, type ScopeFlags } from '../claude-places.ts';
import { EXIT } from '../exit-codes.ts';
import { findHookCommand } from '../hook-command.ts';
import { sayPlan } from '../say-plan.ts';
import type { World } from '../world.ts';

interface UninstallOptions extends ScopeFlags {
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Takes our entries out again, and where nobody changed the file since, gives back the very bytes of before. */
export async function uninstall(given: UninstallOptions, world: World): Promise<number> {
  const scope = chosenScope(given);
  const settingsPath = settingsPathFor(scope, claudePlaces(world));
  const command = findHookCommand({ program: world.program, ...world.surroundings });
  const makePlan = () => planUninstall({ settingsPath, manifestPath: world.paths.manifest, command });

  const { plan, backup } = given.dryRun ? { plan: makePlan(), backup: undefined } : await changeSettings(makePlan);
  const file = printPath(settingsPath, world);
  sayPlan(world, {
    ...given,
    plan,
    diff: given.dryRun ? printDiff(plan) : '',
    sentence: isSettled(plan) ? `Nothing to do: ${file} has no hooks of ours.` : `Took the hooks out of ${file}.`,
    facts: { scope, backup },
  });
  return EXIT.done;
}
