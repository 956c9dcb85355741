import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { TempHome } from './temp-home.ts';

const DIST = path.join(import.meta.dirname, '..', '..', 'dist');

export interface HookBuild {
  readonly name: string;
  readonly command: string;
}

/** Both builds of the one hook source; where no linker is, `dist/mpm-hook` is the Node form too, and is named so. */
export const HOOK_BUILDS: readonly HookBuild[] = [
  {
    name: isNative(path.join(DIST, 'mpm-hook')) ? 'native' : 'no linker here: Node',
    command: path.join(DIST, 'mpm-hook'),
  },
  { name: 'Node', command: path.join(DIST, 'node', 'mpm-hook') },
];

export interface HookRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Until the process had ended and its streams had reached their end. */
  readonly tookMs: number;
}

/** Starts a hook as Claude Code does: the event on stdin, nothing else of ours in its environment. */
export function startHook(
  command: string,
  home: TempHome,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
) {
  const startedAt = performance.now();
  const child = spawn(command, [...args], { env: { ...home.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}); // a hook may end without reading all
  return { child, stdin: child.stdin, ended: endOf(child, startedAt) };
}

export async function runHook(
  command: string,
  home: TempHome,
  stdin: string | Uint8Array,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<HookRun> {
  const hook = startHook(command, home, env, args);
  hook.stdin.end(stdin);
  return hook.ended;
}

function endOf(child: ChildProcess, startedAt: number): Promise<HookRun> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) =>
      resolve({ status, signal, stdout, stderr, tookMs: performance.now() - startedAt }),
    );
  });
}

/** A copy of a build in a folder of its own, with a stand-in for the full program beside it that notes how it was started. */
export function installWithLauncher(
  build: HookBuild,
  home: TempHome,
  script: string,
): { command: string; log: string } {
  const folder = path.join(home.root, `program-${fs.readdirSync(home.root).length}`);
  const log = path.join(folder, 'launches');
  const node = path.join(folder, 'node');
  fs.mkdirSync(node, { recursive: true });
  const isNodeForm = build.command.includes(`${path.sep}node${path.sep}`) || !isNative(build.command);
  const command = isNodeForm ? path.join(node, 'mpm-hook') : path.join(folder, 'mpm-hook');
  fs.copyFileSync(isNodeForm ? path.join(DIST, 'node', 'mpm-hook') : build.command, command);
  if (isNodeForm) fs.copyFileSync(path.join(DIST, 'node', 'hook.cjs'), path.join(node, 'hook.cjs'));
  fs.writeFileSync(path.join(folder, 'mpm-hook-full'), `#!/bin/sh\n${script.replaceAll('@LOG@', log)}\n`, {
    mode: 0o755,
  });
  return { command, log };
}

function isNative(file: string): boolean {
  try {
    return fs.readFileSync(file).subarray(1, 4).toString() !== '/bi'; // not a "#!/bin/sh" wrapper
  } catch {
    return true; // not built yet: the tests will say so
  }
}

export interface SpooledEvent {
  readonly name: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
  readonly mode: number;
}

/** What lies in the spool, oldest first. */
export function readSpool(home: TempHome): SpooledEvent[] {
  const names = fs.existsSync(home.paths.spool) ? fs.readdirSync(home.paths.spool) : [];
  return names
    .filter((name) => name.endsWith('.event'))
    .sort()
    .map((name) => {
      const file = path.join(home.paths.spool, name);
      const whole = fs.readFileSync(file);
      const end = whole.indexOf(10);
      const header = JSON.parse(whole.subarray(0, end).toString('utf8')) as Record<string, unknown>;
      return { name, header, bytes: whole.subarray(end + 1), mode: fs.statSync(file).mode & 0o777 };
    });
}
