import * as path from 'node:path';

/** Whose settings: this user's everywhere, everybody's in this project, or this user's in this project. */
export type Scope = 'user' | 'project' | 'local';

/** Where hooks may come from. */
export type PlaceKind = Scope | 'managed' | 'plugin';

export interface SettingsPlaces {
  /** `$CLAUDE_CONFIG_DIR`, default `~/.claude`. */
  readonly configFolder: string;
  readonly projectFolder: string;
}

export function settingsPathFor(scope: Scope, { configFolder, projectFolder }: SettingsPlaces): string {
  if (scope === 'user') return path.join(configFolder, 'settings.json');
  return path.join(projectFolder, '.claude', scope === 'project' ? 'settings.json' : 'settings.local.json');
}

/** Where an administrator's settings for Claude Code lie. */
export function managedFolderFor(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode';
  return platform === 'win32' ? 'C:\\Program Files\\ClaudeCode' : '/etc/claude-code';
}
