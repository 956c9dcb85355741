import * as fs from 'node:fs';
import type { HomePaths } from './paths.ts';

/** Makes the home and the folders in it that several parts write to, for their owner only; mends a mode that is too open. */
export function ensureHome(paths: HomePaths): void {
  for (const folder of [paths.home, paths.spool, paths.rejected, paths.launchGates, paths.logs]) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  if ((fs.statSync(paths.home).mode & 0o077) !== 0) fs.chmodSync(paths.home, 0o700);
}
