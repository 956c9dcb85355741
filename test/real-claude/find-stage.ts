import { spawnSync } from 'node:child_process';
import { fetchClaudeCode } from './claude-code.ts';
import { findLoopback } from './loopback.ts';

/** What the stories are played with, or what of it can't be had here. */
export type FoundStage = { readonly claude: string; readonly prefix: readonly string[] } | { readonly missing: string };

export async function findStage(): Promise<FoundStage> {
  const programs = ['tmux', 'cc'].filter((program) => !isThere(program));
  if (programs.length > 0) return { missing: `${programs.join(' and ')} not installed` };
  const loopback = findLoopback();
  if ('missing' in loopback) return loopback;
  const claude = await fetchClaudeCode();
  return 'missing' in claude ? claude : { claude: claude.program, prefix: loopback.prefix };
}

function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program]).status === 0;
}
