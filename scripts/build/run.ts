import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from './part.ts';

/** Runs a program to its end, in silence; resolves to what it printed, and fails with all that it said. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`.trimEnd(), { cause: error });
  }
}

/** The full path of the first of these programs that is on PATH. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      return (await run('sh', ['-c', 'command -v "$1"', 'sh', name])).trim();
    } catch {
      // not this one
    }
  }
  return undefined;
}
