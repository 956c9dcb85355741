import * as path from 'node:path';
import { managedFolderFor, type Scope, type SettingsPlaces } from '../install/scopes.ts';
import { misuse } from './misuse.ts';
import type { World } from './world.ts';

/** Where Claude Code looks for settings, for this user in this folder. */
export function claudePlaces({ surroundings, folder }: World): SettingsPlaces & { readonly managedFolder: string } {
  const { env, userHome } = surroundings;
  const configured = env.CLAUDE_CONFIG_DIR;
  const configFolder =
    configured === undefined || configured === '' ? path.join(userHome, '.claude') : path.resolve(folder, configured);
  return { configFolder, projectFolder: folder, managedFolder: managedFolderFor(process.platform) };
}

export interface ScopeFlags {
  readonly user: boolean;
  readonly project: boolean;
  readonly local: boolean;
}

/** The user's own settings unless another scope was named; naming two is a mistake. */
export function chosenScope(flags: ScopeFlags): Scope {
  const chosen = (['user', 'project', 'local'] as const).filter((scope) => flags[scope]);
  if (chosen.length > 1)
    throw misuse(`--${chosen[0]} and --${chosen[1]} cannot go together.`, 'Do one after the other.');
  return chosen[0] ?? 'user';
}

/** A path as people write it: within the home folder with a tilde. */
export function printPath(file: string, { surroundings }: World): string {
  const { userHome } = surroundings;
  return file === userHome || file.startsWith(`${userHome}/`) ? `~${file.slice(userHome.length)}` : file;
}
