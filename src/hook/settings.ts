import * as os from 'node:os';
import { type HomePaths, homeFolder, homePaths } from '../shared/paths.ts';
import { TRIM_VARIABLE } from './trim-spool.ts';

/** Everything a hook takes from its environment; `config.json` is not read on this path. */
export interface HookSettings {
  readonly paths: HomePaths;
  /** `MPM_HOOK_DISABLE=1`: read nothing, do nothing. */
  readonly disabled: boolean;
  /** This process is there to trim the spool. */
  readonly trims: boolean;
  /** Where to knock when no state file says better. */
  readonly port: number;
  /** From the end of stdin to the ack, in all. */
  readonly deadlineMs: number;
  readonly via: string;
}

/** How long stdin may take to end; a caller that never closes it must not hold Claude Code up. */
export const STDIN_DEADLINE_MS = 1000;

const DEFAULT_PORT = 8765;
const DEFAULT_DEADLINE_MS = 250;

export function readHookSettings(): HookSettings {
  const env = process.env;
  return {
    paths: homePaths(homeFolder(os.homedir() || os.userInfo().homedir, env.MPM_HOOK_HOME)),
    disabled: env.MPM_HOOK_DISABLE === '1',
    trims: env[TRIM_VARIABLE] === '1',
    port: toNumber(env.MPM_HOOK_PORT, 65_535) ?? DEFAULT_PORT,
    deadlineMs: toNumber(env.MPM_HOOK_TIMEOUT_MS, 60_000) ?? DEFAULT_DEADLINE_MS,
    via: env.MPM_HOOK_VIA === 'plugin' ? 'plugin' : 'settings',
  };
}

function toNumber(text: string | undefined, most: number): number | undefined {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= 1 && value <= most ? value : undefined;
}
