import * as fs from 'node:fs';
import { type DaemonState, readState } from '../shared/state-file.ts';
import type { Reporter } from './reporter.ts';

export interface StateRecord {
  /** Writes the state file unless it says already where we are. */
  ensure(): void;
  /** Leaves a successor's alone. */
  remove(): void;
}

/** Says in `daemon.json` where we are, for hooks and commands: whole or not at all, for the owner only. */
export function createStateRecord(file: string, state: DaemonState, reporter: Reporter): StateRecord {
  const isOurs = (): boolean => {
    const found = readState(file);
    return found?.pid === state.pid && found.startedAt === state.startedAt;
  };

  return {
    ensure() {
      if (isOurs() && readState(file)?.storeId === state.storeId) return;
      const neighbour = `${file}.${state.pid}`;
      try {
        fs.writeFileSync(neighbour, `${JSON.stringify(state)}\n`, { mode: 0o600 });
        fs.renameSync(neighbour, file);
      } catch (error) {
        reporter.report('state_unwritten', { error }); // a full or read-only disk: tried again at the next beat
      }
    },
    remove() {
      if (isOurs()) fs.rmSync(file, { force: true });
    },
  };
}
