import { execFile } from 'node:child_process';
import { findOnPath } from './find-on-path.ts';

/** `claude --version` takes about 50 ms; one that hasn't answered by then is not worth waiting for. */
const DEADLINE_MS = 5000;

interface FindOptions {
  /** The environment to look in: its PATH says which `claude` is meant. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** The release of Claude Code that `claude` on the PATH is, as `2.1.330`; undefined when there is none or it doesn't say. */
export async function findClaudeVersion({ env, timeoutMs = DEADLINE_MS }: FindOptions): Promise<string | undefined> {
  const program = findOnPath('claude', env.PATH ?? '');
  if (program === undefined) return undefined;
  return await new Promise((resolve) => {
    const child = execFile(program, ['--version'], { env: { ...env }, maxBuffer: 64 * 1024 }, (_error, stdout) => {
      clearTimeout(timer);
      resolve(parseClaudeVersion(stdout));
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      child.stdout?.destroy(); // a grandchild may hold the other end, and be waited for
      child.stderr?.destroy();
    }, timeoutMs);
    child.stdin?.end();
  });
}

/** From `2.1.330 (Claude Code)`; undefined for what some other program called `claude` says. */
export function parseClaudeVersion(output: string): string | undefined {
  return /^\s*(\d+\.\d+\.\d+)\S*\s+\(Claude Code\)/.exec(output)?.[1];
}
