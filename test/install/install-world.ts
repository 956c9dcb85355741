import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface Outcome {
  readonly status: number | null;
  /** stdout and stderr as they came. */
  readonly said: string;
}

/** An empty HOME, and a clone such as a stranger would have; only the packages are lent to it, for time's sake. */
export interface InstallWorld {
  readonly home: TempHome;
  readonly clone: string;
  readonly installed: string;
  install(args?: readonly string[], env?: Readonly<Record<string, string>>): Outcome;
  run(command: string, args?: readonly string[], input?: string): Outcome;
  /** Every file and link in HOME, relative to it. */
  filesInHome(): string[];
}

export async function createInstallWorld(): Promise<InstallWorld> {
  const home = createTempHome();
  fs.rmSync(home.claudeConfig, { recursive: true });
  const clone = path.join(home.root, 'clone');
  execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  for (const modules of ['node_modules', 'native/node_modules']) {
    const lent = path.join(ROOT, modules);
    if (fs.existsSync(lent)) fs.symlinkSync(lent, path.join(clone, modules));
  }
  const env = { ...home.env, MPM_HOOK_PORT: `${await freePort()}` };

  function run(command: string, args: readonly string[] = [], input = '', more = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(command, [...args], {
      cwd: home.root,
      env: { ...env, ...more },
      input,
      encoding: 'utf8',
    });
    return { status, said: `${stdout}${stderr}` };
  }

  return {
    home,
    clone,
    installed: path.join(home.userHome, '.local', 'bin', 'mpm-hook'),
    install: (args = [], more = {}) => run(path.join(clone, 'install.sh'), args, '', more),
    run,
    filesInHome: () =>
      fs
        .readdirSync(home.userHome, { recursive: true, withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => path.relative(home.userHome, path.join(entry.parentPath, entry.name)))
        .sort(),
  };
}

/** A PATH with all that the real one has but the linkers. */
export function pathWithoutLinkers(folder: string): string {
  fs.mkdirSync(folder);
  for (const place of (process.env.PATH ?? '').split(':').filter((one) => fs.existsSync(one))) {
    for (const name of fs.readdirSync(place)) {
      const link = path.join(folder, name);
      if (/^(gcc|cc|clang)$/.test(name) || fs.existsSync(link)) continue;
      fs.rmSync(link, { force: true });
      fs.symlinkSync(path.join(place, name), link);
    }
  }
  return folder;
}
