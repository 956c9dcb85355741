import type { LaunchOptions } from '../launch/ensure-daemon.ts';
import { selfCommand } from '../launch/self-command.ts';
import type { World } from './world.ts';

/** What the launcher needs of a command's world. */
export function launchOptions(world: World): LaunchOptions {
  return { paths: world.paths, settings: world.settings(), self: selfCommand(), env: world.surroundings.env };
}
