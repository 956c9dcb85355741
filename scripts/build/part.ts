import * as path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');
export const DIST = path.join(ROOT, 'dist');

/** One thing that `npm run build` leaves in `dist/`. */
export interface Part {
  readonly name: string;
  /** Without this file there is nothing to build from. */
  readonly entry: string;
  /** Files and folders that decide what comes out; unchanged, the part is not built again. */
  readonly inputs: readonly string[];
  /** Names in `dist/`; each is made elsewhere and renamed into place, for the old one may be running. */
  readonly outputs: readonly string[];
  /** What decides the outcome besides files: the machine. */
  readonly surroundings?: () => Promise<string>;
  /** Leaves the outputs in `folder`; resolves to a sentence where there is something to say. */
  build(folder: string): Promise<string | undefined>;
}

/** What every part depends on: the way it is built, and with what. */
export const COMMON_INPUTS = ['scripts/build.ts', 'scripts/build', 'package.json', 'package-lock.json'] as const;

/** Everything that the commands and the daemon are made of; the page is inside. */
export const COMMANDS_SOURCE = [
  'src/shared',
  'src/hook',
  'src/launch',
  'src/daemon',
  'src/client',
  'src/install',
  'src/cli',
  'src/web',
  'vite.config.ts',
] as const;
