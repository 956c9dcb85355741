import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Plan, planInstall, planUninstall } from '../../src/install/plan.ts';
import { eventsFor } from '../../src/install/wiring.ts';
import { createTempHome } from './temp-home.ts';

/** Somebody's settings, hooks of their own included, laid out by hand. */
export const OTHERS = `{
    "model": "opus",
    "hooks": {
        "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]
    },
    "env": {"SECRET": "hunter2"}
}`;

export const { events: EVENTS } = eventsFor({ claudeVersion: '2.1.330' });

export interface SettingsWorld {
  readonly root: string;
  readonly settingsPath: string;
  readonly manifestPath: string;
  install(command?: string): Plan;
  uninstall(): Plan;
  read(): string;
  write(content: string | Uint8Array): void;
  /** What stands in the folder of the settings. */
  neighbours(): readonly string[];
  backups(): readonly string[];
  /** The same home, another settings file. */
  at(...segments: readonly string[]): SettingsWorld;
  remove(): void;
}

/** A home with a settings file to install into, all of it in a temp folder. */
export function createSettingsWorld(): SettingsWorld {
  const home = createTempHome();
  const manifestPath = home.paths.manifest;
  const backupFolder = path.join(home.paths.home, 'backups');

  const at = (settingsPath: string): SettingsWorld => ({
    root: home.root,
    settingsPath,
    manifestPath,
    install: (command = '/opt/one/mpm-hook') =>
      planInstall({ settingsPath, manifestPath, transport: { kind: 'command', command }, events: EVENTS }),
    uninstall: () => planUninstall({ settingsPath, manifestPath }),
    read: () => fs.readFileSync(settingsPath, 'utf8'),
    write: (content) => fs.writeFileSync(settingsPath, content),
    neighbours: () => fs.readdirSync(path.dirname(settingsPath)),
    backups: () =>
      fs.existsSync(backupFolder) ? fs.readdirSync(backupFolder).map((name) => path.join(backupFolder, name)) : [],
    at: (...segments) => at(path.join(home.root, ...segments)),
    remove: () => home.remove(),
  });
  return at(path.join(home.claudeConfig, 'settings.json'));
}
