import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from '../helpers/until.ts';
import type { World } from './world.ts';

const SESSION_TIMEOUT_MS = 60_000;

/** One prompt, one answer: `claude -p`. Resolves to its exit status. */
export async function print(world: World, prompt: string, flags: readonly string[] = []): Promise<number | null> {
  const claude = start(world, ['-p', prompt, ...flags]);
  claude.stdin.end();
  claude.stdout.resume();
  const [status] = (await once(claude, 'close')) as [number | null];
  return status;
}

/** What Claude Code writes in stream-json mode, as far as anyone here looks into it. */
interface StreamMessage {
  readonly type?: string;
  readonly request_id?: string;
  readonly request?: { readonly subtype?: string };
  readonly response?: { readonly request_id?: string };
}

export interface StreamSession {
  /** Sends a prompt and waits until its turn is over. */
  say(prompt: string): Promise<void>;
  /** Sends a prompt that ends in a permission question, answers no, and waits until the turn is over. */
  sayAndRefuse(prompt: string): Promise<void>;
  /** A control request, such as the interrupt that an SDK sends. */
  control(request: Readonly<Record<string, unknown>>): Promise<void>;
  end(): Promise<number | null>;
}

/** A long session as an SDK holds it: prompts, answers and control requests as JSON lines on one pair of pipes. */
export function openStream(world: World, flags: readonly string[] = []): StreamSession {
  const mode = ['-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'];
  const claude = start(world, [...mode, '--permission-prompt-tool', 'stdio', ...flags]);
  const closed = once(claude, 'close') as Promise<[number | null]>;
  const seen: StreamMessage[] = [];
  createInterface({ input: claude.stdout }).on('line', (line) => seen.push(JSON.parse(line) as StreamMessage));

  const send = (message: object) => claude.stdin.write(`${JSON.stringify(message)}\n`);
  const prompt = (content: string) => send({ type: 'user', message: { role: 'user', content } });
  const next = (from: number, what: string, isIt: (message: StreamMessage) => boolean) =>
    until(() => seen.slice(from).find(isIt), { withinMs: SESSION_TIMEOUT_MS, what });
  const turnEnd = (from: number) => next(from, 'the end of the turn', ({ type }) => type === 'result');
  let requests = 0;

  return {
    async say(text) {
      const from = seen.length;
      prompt(text);
      await turnEnd(from);
    },
    async sayAndRefuse(text) {
      const from = seen.length;
      prompt(text);
      const question = await next(from, 'a permission question', ({ request }) => request?.subtype === 'can_use_tool');
      const response = { behavior: 'deny', message: 'Not today.' };
      send({ type: 'control_response', response: { subtype: 'success', request_id: question.request_id, response } });
      await turnEnd(from);
    },
    async control(request) {
      requests += 1;
      const id = `request-${requests}`;
      const from = seen.length;
      send({ type: 'control_request', request_id: id, request });
      await next(from, `the answer to ${id}`, ({ response }) => response?.request_id === id);
    },
    async end() {
      claude.stdin.end();
      return (await closed)[0];
    },
  };
}

function start(world: World, flags: readonly string[]) {
  const claude = spawn(world.claude, flags, {
    cwd: world.project,
    env: world.env,
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: SESSION_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  return claude;
}
