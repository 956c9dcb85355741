import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Keyboard } from '../../src/cli/keyboard.ts';
import type { TextStream } from '../../src/cli/output.ts';
import { runCli as dispatchCli } from '../../src/cli/run-cli.ts';
import { createWorld } from '../../src/cli/world.ts';
import type { TempHome } from './temp-home.ts';
import { until } from './until.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What stdin holds; without it stdin is empty. */
  readonly stdin?: string;
  readonly folder?: string;
}

export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit status, or the signal that ended it. */
  readonly code: number | NodeJS.Signals;
}

/** A command as people call it, from the sources, as a process of its own. */
export async function runCli(home: TempHome, args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const command = startCli(home, args, options);
  command.child.stdin?.end(options.stdin ?? '');
  return command.ended;
}

interface CallOptions extends CliOptions {
  /** The width of a terminal that looks on; without it there is none. */
  readonly columns?: number;
  /** Who sits at it. */
  readonly keyboard?: Keyboard;
  readonly onStdout?: (text: string) => void;
  /** The file that the program was started from. */
  readonly program?: string;
}

/** The same within the test's own process, for what starts no daemon: many times as quick. */
export async function callCli(home: TempHome, args: readonly string[], options: CallOptions = {}): Promise<CliRun> {
  const { columns, keyboard, onStdout, stdin = '', env = {}, folder = home.userHome } = options;
  const said = { stdout: '', stderr: '' };
  const decoders = { stdout: new StringDecoder(), stderr: new StringDecoder() };
  const stream = (name: keyof typeof said): TextStream => ({
    ...(columns === undefined ? {} : { isTTY: true, columns }),
    write(chunk) {
      const text = typeof chunk === 'string' ? chunk : decoders[name].write(Buffer.from(chunk));
      said[name] += text;
      if (name === 'stdout') onStdout?.(text);
    },
    on: () => undefined,
    once: () => undefined,
  });
  const streams = { stdin: Readable.from([stdin]), keyboard, stdout: stream('stdout'), stderr: stream('stderr') };
  const surroundings = { env: { ...home.env, ...env }, userHome: home.userHome, home: home.paths.home };
  const world = createWorld(streams, surroundings);
  const { program = world.program } = options;
  const code = await dispatchCli(args, { ...world, folder, program, timeZone: surroundings.env.TZ });
  return { ...said, code };
}

export interface RunningCli {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits for this many lines of output. */
  lines(count: number): Promise<readonly string[]>;
  readonly ended: Promise<CliRun>;
}

/** The same for a command that goes on until it is ended. */
export function startCli(home: TempHome, args: readonly string[], { env = {}, folder }: CliOptions = {}): RunningCli {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder ?? home.userHome,
    env: { ...home.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const end = async (): Promise<CliRun> => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals];
    return { stdout, stderr, code: code ?? signal };
  };
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    lines: (count) =>
      until(
        () => {
          const lines = stdout.split('\n').slice(0, -1);
          return lines.length >= count && lines;
        },
        { what: `${count} lines of ${args.join(' ')}` },
      ),
    ended: end(),
  };
}
