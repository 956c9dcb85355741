import { loadSettings } from '../../shared/config.ts';
import type { World } from '../world.ts';

/** Is the daemon until it is told to stop; what the launcher starts. */
export async function run(_given: unknown, { surroundings, paths }: World): Promise<number> {
  const { settings, warnings } = loadSettings(paths.config, surroundings.env);
  const { runDaemon } = await import('../../daemon/run.ts');
  return runDaemon({ surroundings, settings, warnings });
}
