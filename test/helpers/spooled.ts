import * as fs from 'node:fs';
import * as path from 'node:path';
import { printHookHeader } from '../../src/shared/hook-header.ts';
import type { HomePaths } from '../../src/shared/paths.ts';
import { printSpoolName, type SpoolHeader } from '../../src/shared/spool.ts';

const HOOK = printHookHeader({ version: '0.1.0', via: 'settings', agent: 'x' });

/** Writes an event into the spool as the hook does, and returns its name there. */
export function spool(
  paths: HomePaths,
  id: string,
  { sentAtMs = 1_700_000_000_000, text = '{"hook_event_name":"Stop"}\n', header = {} as Partial<SpoolHeader> } = {},
): string {
  const whole: SpoolHeader = { id, sentAtMs, elapsedUs: 250_000, hook: HOOK, ...header };
  return putFile(paths, printSpoolName({ sentAtMs, class: 'n', id }), `${JSON.stringify(whole)}\n${text}`);
}

export function putFile(paths: HomePaths, name: string, content: string): string {
  fs.writeFileSync(path.join(paths.spool, `${name}.tmp`), content, { mode: 0o600 });
  fs.renameSync(path.join(paths.spool, `${name}.tmp`), path.join(paths.spool, name));
  return name;
}

/** The finished events in the spool. */
export function spooledNames(paths: HomePaths): string[] {
  return fs.readdirSync(paths.spool).filter((name) => name.endsWith('.event'));
}
