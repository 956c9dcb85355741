import * as path from 'node:path';
import { fetchPackage } from '../helpers/npm-package.ts';

/** The release that the captured events come from. Never "latest": npm quietly takes an older one on an older Node. */
const CLAUDE_CODE_VERSION = '2.1.330';

const FETCH_TIMEOUT_MS = 10 * 60 * 1000;

export type Found = { readonly program: string } | { readonly missing: string };

/**
 * The real Claude Code of this platform. It may not be passed on, so it is never part of the repository; without it the
 * tests that need it are skipped by name.
 */
export async function fetchClaudeCode(): Promise<Found> {
  const found = await fetchPackage(`@anthropic-ai/claude-code-${process.platform}-${process.arch}`, {
    version: CLAUDE_CODE_VERSION,
    cache: 'claude-code',
    timeoutMs: FETCH_TIMEOUT_MS,
  });
  return 'missing' in found ? found : { program: path.join(found.folder, 'claude') };
}
