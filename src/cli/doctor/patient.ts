import { findClaudeVersion } from '../../install/claude-version.ts';
import { findWiring, type WiringReport } from '../../install/find-wiring.ts';
import { loadSettings, type Settings } from '../../shared/config.ts';
import { claudePlaces } from '../claude-places.ts';
import { findHookCommand } from '../hook-command.ts';
import type { World } from '../world.ts';

/** What the checks look at, gathered once. */
export interface Patient {
  readonly world: World;
  readonly settings: Settings;
  /** Sentences about settings of ours that could not be used. */
  readonly settingsWarnings: readonly string[];
  readonly claudeVersion: string | undefined;
  readonly wiring: WiringReport;
}

export async function examine(world: World): Promise<Patient> {
  const { surroundings, paths } = world;
  const { env, userHome } = surroundings;
  const { settings, warnings } = loadSettings(paths.config, env);
  const claudeVersion = await findClaudeVersion({ env, userHome });
  const command = findHookCommand({ program: world.program, userHome, env });
  const wiring = findWiring({ ...claudePlaces(world), userHome, searchPath: env.PATH ?? '', claudeVersion, command });
  // In the home folder, the project's settings are the user's own: one file, one place.
  const places = [...new Map(wiring.places.map((place) => [place.file, place])).values()];
  return { world, settings, settingsWarnings: warnings, claudeVersion, wiring: { ...wiring, places } };
}
