import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { World } from '../world.ts';
import type { HookCall } from './hook-calls.ts';
import { PROBE } from './probe.ts';

export interface HookRun {
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Until its output was at an end, which is what Claude Code waits for. */
  readonly tookMs: number;
  readonly exitCode: number | string;
  readonly said: string;
  /** Why it could not even be started. */
  readonly failure: string | undefined;
}

/** As long as Claude Code would wait for ours. */
const TIMEOUT_MS = 5000;

/** Runs the registered command with a probe on stdin, as Claude Code does: in exec form, or through the shell. */
export async function runHookCall(call: HookCall, { surroundings, folder }: World, probeId: string): Promise<HookRun> {
  const { command, args, pluginFolder } = call;
  const inPlace = (text: string) => (pluginFolder === undefined ? text : text.replaceAll(PLUGIN_ROOT, pluginFolder));
  const env = {
    ...surroundings.env,
    CLAUDE_PROJECT_DIR: folder,
    ...(pluginFolder && { CLAUDE_PLUGIN_ROOT: pluginFolder }),
  };
  const [program, words] =
    args === undefined ? ['sh', ['-c', inPlace(command)]] : [inPlace(command), args.map(inPlace)];

  const startedAt = performance.now();
  const child = spawn(program, words, { cwd: folder, env, stdio: 'pipe', timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  child.stdin.on('error', () => {}); // a hook that does not read is told by what else it does
  child.stdin.end(`${JSON.stringify({ hook_event_name: PROBE, probe_id: probeId, cwd: folder })}\n`);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ startedAt, tookMs: 0, exitCode: '', said, failure: error.message }));
    child.on('close', (code, signal) => {
      resolve({
        startedAt,
        tookMs: performance.now() - startedAt,
        exitCode: code ?? signal ?? '',
        said,
        failure: undefined,
      });
    });
  });
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code's own placeholder
const PLUGIN_ROOT = '${CLAUDE_PLUGIN_ROOT}';
