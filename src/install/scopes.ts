import * as path from 'node:path';

/** Whose settings: this user's everywhere, everybody's in this project, or this user's in this project. */
export type Scope = 'user' | 'project' | 'local';

export interface SettingsPlaces {
  /** `$CLAUDE_CONFIG_DIR`, default `~/.claude`. */
  readonly configFolder: string;
  readonly projectFolder: string;
}

export function settingsPathFor(scope: Scope, { configFolder, projectFolder }: SettingsPlaces): string {
  if (scope === 'user') return path.join(configFolder, 'settings.json');
  return path.join(projectFolder, '.claude', scope === 'project' ? 'settings.json' : 'settings.local.json');
}
