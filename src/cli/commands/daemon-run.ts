import { loadSettings } from '../../shared/config.ts';
import type { World } from '../world.ts';

/** Is the daemon until it is told to stop; what the launcher starts. In a terminal it says what it also writes into its log. */
export async function run(_given: unknown, { surroundings, paths, err }: World): Promise<number> {
  const { settings, warnings } = loadSettings(paths.config, surroundings.env);
  const { runDaemon } = await import('../../daemon/run.ts');
  const isWatched = err.columns !== undefined;
  return runDaemon({ surroundings, settings, warnings, say: isWatched ? err.line : undefined });
}
