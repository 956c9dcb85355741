import * as path from 'node:path';
import type { Capture, Settings } from '../../shared/config.ts';

/** What the settings say for an event that belongs to these folders: the longest folder named there that holds one of them. */
export function captureOf(
  { capture, projects }: Pick<Settings, 'capture' | 'projects'>,
  folders: readonly unknown[],
): Capture {
  let chosen = capture;
  let longest = -1;
  for (const [folder, { capture: own }] of Object.entries(projects)) {
    const normal = path.normalize(`${folder}/`);
    if (own === undefined || normal.length <= longest || !folders.some((one) => isWithin(one, normal))) continue;
    chosen = own;
    longest = normal.length;
  }
  return chosen;
}

function isWithin(folder: unknown, outer: string): boolean {
  return typeof folder === 'string' && path.normalize(`${folder}/`).startsWith(outer);
}
