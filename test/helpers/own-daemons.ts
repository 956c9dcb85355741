import * as fs from 'node:fs';
import { parseSpoolName } from '../../src/shared/spool.ts';
import { readState } from '../../src/shared/state-file.ts';
import type { TempHome } from './temp-home.ts';

/** Every process of this machine that works on this home: found by its environment, so that none is overlooked. */
function processesOf(home: TempHome): number[] {
  const mark = `MPM_HOOK_HOME=${home.paths.home}`;
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
      } catch {
        return false; // ended meanwhile, or not ours
      }
    });
}

/** Those of them that are daemons, not hooks or launchers. */
export function daemonsOf(home: TempHome): number[] {
  return processesOf(home).filter((pid) => {
    try {
      const commandLine = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return commandLine.includes('daemon\0run') || commandLine.startsWith('mpm-hook daemon');
    } catch {
      return false;
    }
  });
}

export function daemonPid(home: TempHome): number | undefined {
  return readState(home.paths.state)?.pid;
}

export function spooledFiles(home: TempHome): string[] {
  return fs.existsSync(home.paths.spool)
    ? fs.readdirSync(home.paths.spool).filter((name) => parseSpoolName(name) !== undefined)
    : [];
}

/** Ends whatever is left of a test, so that nothing outlives it. */
export function killAll(home: TempHome): void {
  for (const pid of processesOf(home)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone by itself
    }
  }
}
