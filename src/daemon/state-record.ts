import * as fs from 'node:fs';
import { type DaemonState, readState } from '../shared/state-file.ts';

/** Says where we are, for hooks and commands: whole or not at all, for the owner only. */
export function writeState(file: string, state: DaemonState): void {
  const neighbour = `${file}.${state.pid}`;
  fs.writeFileSync(neighbour, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  fs.renameSync(neighbour, file);
}

/** Leaves a successor's record alone. */
export function removeState(file: string, own: DaemonState): void {
  const found = readState(file);
  if (found?.pid === own.pid && found.startedAt === own.startedAt) fs.rmSync(file, { force: true });
}
