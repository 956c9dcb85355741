import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

const CACHE = path.join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'mpm-hook');

interface FetchOptions {
  readonly version: string;
  /** The folder of the cache that it is kept in, by its version. */
  readonly cache: string;
  readonly timeoutMs: number;
}

/** A package that only some tests need, fetched by npm once and kept beside node_modules: its folder, or why it can't be had. */
export async function fetchPackage(
  name: string,
  { version, cache, timeoutMs }: FetchOptions,
): Promise<{ readonly folder: string } | { readonly missing: string }> {
  const kept = path.join(CACHE, cache, version);
  const folder = path.join(kept, 'node_modules', name);
  if (fs.existsSync(folder)) return { folder };

  fs.mkdirSync(path.dirname(kept), { recursive: true });
  const unfinished = fs.mkdtempSync(path.join(path.dirname(kept), 'unfinished-'));
  try {
    await install(`${name}@${version}`, unfinished, timeoutMs);
    if (!fs.existsSync(kept)) fs.renameSync(unfinished, kept); // whole or not at all; another run may have been quicker
    return { folder };
  } catch (error) {
    return { missing: `${name}@${version} cannot be fetched from npm (${firstLine(error)})` };
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true });
  }
}

/** No script of the package has to run, so none may. */
async function install(wanted: string, folder: string, timeoutMs: number): Promise<void> {
  const flags = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const network = ['--prefer-offline', '--fetch-retries=1'];
  await promisify(execFile)('npm', ['install', '--prefix', folder, ...flags, ...network, wanted], {
    cwd: folder,
    timeout: timeoutMs,
  });
}

function firstLine(error: unknown): string {
  const words = error instanceof Error && 'stderr' in error && error.stderr !== '' ? error.stderr : error;
  return String(words).trim().split('\n')[0] ?? '';
}
