import { type Finding, ok, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** Switches of the environment, each with what it does to hooks; whoever starts `claude` from here has them too. */
const SWITCHES: readonly (readonly [name: string, says: string])[] = [
  ['MPM_HOOK_DISABLE', 'the hook does nothing'],
  ['CLAUDE_CODE_SIMPLE', 'Claude Code runs no hooks'],
  ['CLAUDE_CODE_SAFE_MODE', "Claude Code runs only an administrator's hooks"],
];

/** Is Claude Code there, and does the environment let it call hooks? */
export function checkClaudeCode({ claudeVersion, world, settingsWarnings }: Patient): readonly Finding[] {
  const { env } = world.surroundings;
  const version =
    claudeVersion === undefined
      ? warning('No Claude Code was found', 'Open a shell that has it on its PATH, or install it.')
      : ok('Claude Code is there', claudeVersion);
  const switched = SWITCHES.filter(([name]) => isOn(env[name])).map(([name, says]) =>
    warning(`${name} is set: ${says}`, `unset ${name}`),
  );
  return [version, ...switched, ...settingsWarnings.map((says) => warning(says, `$EDITOR ${world.paths.config}`))];
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
