import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { cleanEnvironment } from '../shared/clean-environment.ts';
import type { HomePaths } from '../shared/paths.ts';
import type { Program } from './full-program.ts';

/** Of all hooks that find no daemon within so long, one starts the launcher. */
const GATE_MS = 2000;

/** Starts the launcher, unless another hook has just done so; never waits for it, and leaves it nothing of ours to hold open. */
export function launchThroughGate(paths: HomePaths, program: Program, nowMs: number): void {
  if (!passGate(paths.launchGates, Math.floor(nowMs / GATE_MS))) return;
  const child = spawn(program.command, [...program.args, 'daemon', 'start', '--no-wait'], {
    cwd: paths.home,
    detached: true,
    env: cleanEnvironment(process.env),
    stdio: 'ignore',
  });
  child.on('error', () => {}); // no program to start: the event is spooled, and doctor will say so
  child.unref();
}

/** One file a stretch of time, made exclusively: whoever makes it is through, and takes the older ones away. */
function passGate(folder: string, stretch: number): boolean {
  const name = `${stretch}.gate`;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    fs.closeSync(
      fs.openSync(path.join(folder, name), fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, 0o600),
    );
  } catch {
    return false;
  }
  for (const other of fs.readdirSync(folder)) {
    if (other !== name) removeQuietly(path.join(folder, other));
  }
  return true;
}

function removeQuietly(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch {
    // another hook was quicker
  }
}
