import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** The release that the captured events come from. Never "latest": npm quietly takes an older one on an older Node. */
const CLAUDE_CODE_VERSION = '2.1.330';

const CACHE = path.join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mpm-hook', 'claude-code');
const FETCH_TIMEOUT_MS = 10 * 60 * 1000;

export type Found = { readonly program: string } | { readonly missing: string };

/**
 * The real Claude Code of this platform, fetched by npm once and kept beside node_modules. It may not be passed on, so
 * it is never part of the repository; without it the tests that need it are skipped by name.
 */
export async function fetchClaudeCode(): Promise<Found> {
  const platformPackage = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
  const folder = path.join(CACHE, CLAUDE_CODE_VERSION);
  const program = path.join(folder, 'node_modules', platformPackage, 'claude');
  if (fs.existsSync(program)) return { program };

  fs.mkdirSync(CACHE, { recursive: true });
  const unfinished = fs.mkdtempSync(path.join(CACHE, 'unfinished-'));
  try {
    await install(`${platformPackage}@${CLAUDE_CODE_VERSION}`, unfinished);
    if (!fs.existsSync(folder)) fs.renameSync(unfinished, folder); // whole or not at all; another run may have been quicker
    return { program };
  } catch (error) {
    return { missing: `Claude Code ${CLAUDE_CODE_VERSION} cannot be fetched from npm (${firstLine(error)})` };
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/** No script of the package has to run, so none may. */
async function install(wanted: string, folder: string): Promise<void> {
  const flags = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const network = ['--prefer-offline', '--fetch-retries=1'];
  await promisify(execFile)('npm', ['install', '--prefix', folder, ...flags, ...network, wanted], {
    cwd: folder,
    timeout: FETCH_TIMEOUT_MS,
  });
}

function firstLine(error: unknown): string {
  const words = error instanceof Error && 'stderr' in error && error.stderr !== '' ? error.stderr : error;
  return String(words).trim().split('\n')[0] ?? '';
}
