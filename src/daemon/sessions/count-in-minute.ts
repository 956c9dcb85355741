import type { Draft } from './draft.ts';
import { CHANGING_TOOLS } from './file-touch.ts';
import { shorten } from './input-summary.ts';
import { beginMinute, type EndedWait, MINUTE_MS, type SlowCall, type ToolMinute } from './minute.ts';
import type { Call, Wait } from './session-state.ts';

/** So many calls of a minute can be among the slowest of all. */
const SLOWEST = 3;
/** More calls than a tool is used for within a minute; of the rest nobody asks how long they took. */
const MAX_LENGTHS = 500;
/** More tools than anyone uses in a minute; past it they are one. */
const MAX_TOOLS = 50;
const OTHER_TOOLS = '…';
const MAX_TOOL_CHARS = 100;
/** More than anyone answers in a minute; the rest of them is not told. */
const MAX_WAITS = 50;
/** More than is changed in a minute by a hand; the rest of them is not counted. */
const MAX_FILES = 50;
/** What names a wait or a prompt in a line. */
const MAX_LINE_CHARS = 120;

export function countEvent(draft: Draft, atMs: number): void {
  const isSame = draft.minute.minute === Math.floor(atMs / MINUTE_MS);
  const { minute, events, prompts, tools, slowest, waits, files, prompt } = isSame ? draft.minute : beginMinute(atMs);
  draft.minute = { minute, events: events + 1, prompts, tools, slowest, waits, files, prompt };
}

export function countPrompt(draft: Draft, text: string): void {
  draft.minute = { ...draft.minute, prompts: draft.minute.prompts + 1, prompt: shorten(text, MAX_LINE_CHARS) };
}

/** The end of a call was told. */
export function countCall(draft: Draft, { id, tool, outcome, summary, durationMs }: Call, endedAtMs: number): void {
  const { tools, slowest, files } = draft.minute;
  const isFailed = outcome === 'failed';
  const ms = durationMs === undefined ? undefined : Math.max(0, durationMs);
  draft.minute = {
    ...draft.minute,
    tools: withCall(tools, shorten(tool, MAX_TOOL_CHARS), { isFailed, ms }),
    slowest: ms === undefined ? slowest : withSlow(slowest, { id, durationMs: ms, endedAtMs }),
    files: outcome === 'ok' && CHANGING_TOOLS.has(tool) ? withFile(files, summary) : files,
  };
}

function withFile(files: readonly string[], path: string): readonly string[] {
  if (path === '' || files.at(-1) === path) return files;
  const others = files.filter((file) => file !== path);
  return others.length >= MAX_FILES ? files : [...others, path];
}

function withCall(
  tools: readonly ToolMinute[],
  named: string,
  { isFailed, ms }: { readonly isFailed: boolean; readonly ms: number | undefined },
): ToolMinute[] {
  const known = tools.findIndex((one) => one.tool === named);
  const at = known >= 0 || tools.length < MAX_TOOLS ? known : tools.findIndex((one) => one.tool === OTHER_TOOLS);
  const tool = at >= 0 || tools.length < MAX_TOOLS ? named : OTHER_TOOLS;
  const before = tools[at] ?? { tool, calls: 0, failed: 0, totalMs: 0, ms: [] };
  const after: ToolMinute = {
    tool: before.tool,
    calls: before.calls + 1,
    failed: before.failed + (isFailed ? 1 : 0),
    totalMs: before.totalMs + (ms ?? 0),
    ms: ms === undefined || before.ms.length >= MAX_LENGTHS ? before.ms : [...before.ms, ms],
  };
  return at < 0 ? [...tools, after] : tools.with(at, after);
}

function withSlow(slowest: readonly SlowCall[], call: SlowCall): readonly SlowCall[] {
  const behind = slowest.findIndex((one) => one.durationMs < call.durationMs);
  const at = behind < 0 ? slowest.length : behind;
  return at >= SLOWEST ? slowest : [...slowest.slice(0, at), call, ...slowest.slice(at, SLOWEST - 1)];
}

/** What the human was asked was answered so long ago, or nobody needs to know it any more. */
export function countAnswer(draft: Draft, { kind, sinceMs, what, summary }: Wait, agoMs: number): void {
  addWait(draft, {
    kind: kind === 'permission' ? kind : 'question',
    fromMs: sinceMs,
    toMs: Math.max(sinceMs, draft.lastAtMs - Math.max(0, agoMs)),
    what,
    summary: summary && shorten(summary, MAX_LINE_CHARS),
  });
}

/** The human has gone on; what was before the turn ended is no waiting. */
export function countRest(draft: Draft): void {
  if (draft.restsSinceMs === undefined) return;
  addWait(draft, { kind: 'prompt', fromMs: draft.restsSinceMs, toMs: draft.lastAtMs });
}

function addWait(draft: Draft, wait: EndedWait): void {
  if (draft.minute.waits.length >= MAX_WAITS) return;
  draft.minute = { ...draft.minute, waits: [...draft.minute.waits, wait] };
}
