import type { WiringPlace } from '../../install/find-wiring.ts';
import type { FaultEffect, HookFault } from '../../install/validate-hooks.ts';
import { printPath } from '../claude-places.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** What a fault in anybody's entry does to ours (F50). */
const EFFECTS: Readonly<Record<FaultEffect, string>> = {
  'file-off': 'Claude Code takes nothing of that file',
  'plugin-off': 'Claude Code takes no hook of that plugin',
  dropped: 'Claude Code leaves it out',
  'never-runs': 'it never runs',
};

/** Would Claude Code take the files in which hooks stand, other people's entries included? */
export function checkHookSettings({ wiring, world }: Patient): readonly Finding[] {
  const findings = wiring.places.flatMap((place) => findingsOf(place, printPath(place.file, world)));
  const concerned = wiring.places.some(({ entries }) => entries.length > 0);
  return findings.length === 0 && concerned ? [ok('Claude Code accepts every hook entry')] : findings;
}

function findingsOf(place: WiringPlace, file: string): Finding[] {
  const edit = `$EDITOR ${file}`;
  if (place.problem !== undefined) return [problem(place.problem, edit)];
  const stopped =
    place.stoppedBy !== undefined && place.entries.length > 0
      ? [problem(`The hooks do not run: ${place.stoppedBy}`, edit)]
      : [];
  return [...stopped, ...place.faults.map((fault) => findingOf(fault, file))];
}

function findingOf({ place, fault, effect }: HookFault, file: string): Finding {
  const says = `${place} ${fault}, so ${EFFECTS[effect]}`;
  const isGrave = effect === 'file-off' || effect === 'plugin-off';
  return isGrave ? problem(says, `$EDITOR ${file}`) : warning(says, `$EDITOR ${file}`);
}
