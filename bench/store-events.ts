import { toEventType } from '../src/shared/event-type.ts';
import { createProse, createRandom, type Prose, type Random } from './store-text.ts';

/** An event of the bench: what a hook would send, and the id it goes under. */
export interface BenchEvent {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly sessionId: string;
  /** The JSON that Claude Code would write. */
  readonly body: string;
}

/** Events that are searched for; how rare they are is known. */
export const RARE_WORD = 'zyxquartz';
export const PHRASE = 'flumox the wandering gasket';
export const RARE_MARK = { every: 20_000, at: 7 };
export const PHRASE_MARK = { every: 5000, at: 11 };

/** So many sessions are at work at the same time, each with a person who reads between two events. */
const OPEN_SESSIONS = 20;
const PROJECTS = 12;
const SPREAD_MS = 30 * 24 * 3600 * 1000;
const FAILURES = 0.01;
const MAX_RESPONSE_CHARS = 200_000;
/** Bounds of each kind's text; between them sizes are log-normal. */
const PROMPT = { median: 700, sigma: 0.6, least: 200, most: 1800 };
const INPUT = { median: 750, sigma: 0.5, least: 400, most: 1600 };
const RESPONSE = { median: 1700, sigma: 1, least: 300, most: MAX_RESPONSE_CHARS };

interface World {
  readonly random: Random;
  readonly prose: Prose;
}

/** So many events, oldest first, of many sessions at once; the same for the same seed. */
export function* makeEvents(count: number, { seed = 1, nowMs = Date.now() } = {}): Generator<BenchEvent, undefined> {
  const random = createRandom(seed);
  const world: World = { random, prose: createProse(random) };
  const open = Array.from({ length: OPEN_SESSIONS }, (_, index) => createSession(world, index));
  let begun = OPEN_SESSIONS;
  for (let index = 0; index < count; index += 1) {
    const slot = Math.floor(random() * OPEN_SESSIONS);
    let next = open[slot]?.next();
    if (next === undefined || next.done === true) {
      open[slot] = createSession(world, begun);
      begun += 1;
      next = open[slot]?.next();
    }
    const fields: Fields = next?.value ?? {};
    const atMs = Math.round(nowMs - SPREAD_MS + (SPREAD_MS * index) / count);
    const type = toEventType(String(fields.hook_event_name));
    const id = `bench-${seed}-${String(index).padStart(8, '0')}`;
    yield { id, type, atMs, sessionId: String(fields.session_id), body: JSON.stringify(withMark(fields, index)) };
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Every so many events hold what only they hold. */
function withMark(fields: Fields, index: number): Fields {
  const isAt = ({ every, at }: typeof RARE_MARK) => index % every === at;
  const mark = `${isAt(RARE_MARK) ? ` ${RARE_WORD}` : ''}${isAt(PHRASE_MARK) ? ` ${PHRASE}` : ''}`;
  return mark === '' ? fields : { ...fields, note: mark };
}

/** One session: prompts, each with some tool calls and an end. */
function* createSession({ random, prose }: World, number: number): Generator<Fields, undefined> {
  const length = Math.round(logNormal(random, { median: 600, sigma: 0.6, least: 200, most: 2000 }));
  const sessionId = hexId(random);
  const cwd = `/home/dev/${prose.rank(100 + (number % PROJECTS))}`;
  const every = {
    session_id: sessionId,
    transcript_path: `/home/dev/.claude/projects/${cwd.replaceAll('/', '-')}/${sessionId}.jsonl`,
    cwd,
  };
  let call = 0;
  const tool = function* (promptId: string): Generator<Fields> {
    call += 1;
    const { name, input, response } = makeCall({ random, prose }, cwd);
    const base = { ...every, prompt_id: promptId, permission_mode: 'default', effort: { level: 'medium' } };
    const id = `toolu_${number.toString(36)}_${call.toString(36).padStart(6, '0')}`;
    const said = { tool_name: name, tool_input: input };
    yield { ...base, hook_event_name: 'PreToolUse', ...said, tool_use_id: id };
    const durationMs = Math.round(logNormal(random, { median: 80, sigma: 1.5, least: 2, most: 120_000 }));
    if (random() < FAILURES * 2.2) {
      const error = `Exit code 1\n${prose.text(400)}`;
      yield { ...base, hook_event_name: 'PostToolUseFailure', ...said, tool_use_id: id, error, is_interrupt: false };
      return;
    }
    const end = { tool_response: response, tool_use_id: id, duration_ms: durationMs };
    yield { ...base, hook_event_name: 'PostToolUse', ...said, ...end };
  };

  let count = 1;
  yield { ...every, hook_event_name: 'SessionStart', source: 'startup' };
  while (count < length - 1) {
    const promptId = hexId(random);
    const prompt = prose.text(logNormal(random, PROMPT));
    yield { ...every, prompt_id: promptId, permission_mode: 'default', hook_event_name: 'UserPromptSubmit', prompt };
    const calls = 1 + Math.floor(random() * 12);
    for (let done = 0; done < calls; done += 1) yield* tool(promptId);
    const message = prose.text(logNormal(random, { median: 400, sigma: 0.7, least: 40, most: 3000 }));
    yield {
      ...every,
      prompt_id: promptId,
      hook_event_name: 'Stop',
      stop_hook_active: false,
      last_assistant_message: message,
      background_tasks: [],
    };
    count += 2 + 2 * calls;
  }
  yield { ...every, hook_event_name: 'SessionEnd', reason: 'other' };
}

interface MadeCall {
  readonly name: string;
  readonly input: object;
  readonly response: object;
}

/** The shapes are those of captured events (test/fixtures/hook-events). */
function makeCall({ random, prose }: World, cwd: string): MadeCall {
  const chars = logNormal(random, INPUT);
  const file = `${cwd}/src/${prose.word()}/${prose.word()}.ts`;
  const out = prose.text(logNormal(random, RESPONSE));
  const kind = random();
  if (kind < 0.45) {
    const input = { command: `npm run ${prose.word()} && ${prose.text(chars)}`, description: prose.text(40) };
    return { name: 'Bash', input, response: { stdout: out, stderr: '', interrupted: false, isImage: false } };
  }
  if (kind < 0.75) {
    const lines = { numLines: 40, startLine: 1, totalLines: 40 };
    const response = { type: 'text', file: { filePath: file, content: out, ...lines } };
    return { name: 'Read', input: { file_path: file, note: prose.text(chars) }, response };
  }
  const half = Math.round(chars / 2);
  const input = { file_path: file, old_string: prose.text(half), new_string: prose.text(half), replace_all: false };
  const patch = [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: out.split('\n', 40) }];
  return { name: 'Edit', input, response: { filePath: file, structuredPatch: patch, userModified: false } };
}

interface Sizes {
  readonly median: number;
  readonly sigma: number;
  readonly least: number;
  readonly most: number;
}

function logNormal(random: Random, { median, sigma, least, most }: Sizes): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(Math.min(most, Math.max(least, median * Math.exp(sigma * normal))));
}

function hexId(random: Random): string {
  const part = (chars: number) => Array.from({ length: chars }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${part(8)}-${part(4)}-4${part(3)}-a${part(3)}-${part(12)}`;
}
