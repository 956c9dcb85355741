import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findOnPath, isExecutable } from '../shared/find-on-path.ts';
import { isNewer } from '../shared/version.ts';

/** `claude --version` takes about 50 ms; one that hasn't answered by then is not worth waiting for. */
const DEADLINE_MS = 5000;

interface FindOptions {
  /** The environment to look in: its PATH says which `claude` is meant. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userHome: string;
  readonly timeoutMs?: number;
}

/**
 * The release of Claude Code that this user has, as `2.1.330`: what `claude` says of itself, on the PATH or where its
 * installers put it, else what it last wrote into its own state. Undefined when there is no trace of it.
 */
export async function findClaudeVersion(options: FindOptions): Promise<string | undefined> {
  const { env, userHome, timeoutMs = DEADLINE_MS } = options;
  const program = findOnPath('claude', env.PATH ?? '') ?? usualPlaces(userHome).find(isExecutable);
  const said = program === undefined ? undefined : await askVersion(program, env, timeoutMs);
  return said ?? lastSeenRelease(claudeStateFile(options));
}

/** The native installer's and the older local one's; both may be missing from the PATH of a script. */
function usualPlaces(userHome: string): string[] {
  return [path.join(userHome, '.local', 'bin', 'claude'), path.join(userHome, '.claude', 'local', 'claude')];
}

async function askVersion(program: string, env: FindOptions['env'], timeoutMs: number): Promise<string | undefined> {
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

/** `.claude.json` lies beside the default settings folder, or in the one that was chosen. */
function claudeStateFile({ env, userHome }: FindOptions): string {
  const chosen = env.CLAUDE_CONFIG_DIR;
  return path.join(chosen === undefined || chosen === '' ? userHome : chosen, '.claude.json');
}

/** The newer of the two releases that Claude Code notes there: when it was set up, and whose release notes were shown. */
function lastSeenRelease(file: string): string | undefined {
  let state: unknown;
  try {
    state = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined; // no state, or none that we can read: no trace
  }
  if (typeof state !== 'object' || state === null) return undefined;
  const { lastOnboardingVersion, lastReleaseNotesSeen } = state as Record<string, unknown>;
  const seen = [lastOnboardingVersion, lastReleaseNotesSeen].filter(isRelease);
  return seen.reduce<string | undefined>(
    (newest, one) => (newest === undefined || isNewer(one, newest) ? one : newest),
    undefined,
  );
}

function isRelease(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d+\.\d+$/.test(value);
}
