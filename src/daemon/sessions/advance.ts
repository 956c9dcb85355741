import { toldOutcome } from '../../shared/told-outcome.ts';
import { isObject } from '../../shared/wire.ts';
import { endAgent, forgetEndedAgents, interruptAgents, isInBackground, noteAgentAtWork, restAgent } from './agents.ts';
import { beginCall, concludeCalls, endCall, forgetSettledCalls, settleBatch } from './calls.ts';
import { countEvent, countPrompt, countRest } from './count-in-minute.ts';
import { type Advance, createDraft, type Draft } from './draft.ts';
import { shorten } from './input-summary.ts';
import type { ClaudeProcess, SessionEvent, SessionState } from './session-state.ts';
import { objectsOf, type Told, textOf, toTold } from './told.ts';
import { beginOtherWait, beginPermissionWait, endWaits, noticePermissionPrompt } from './waits.ts';

/** A prompt that no human wrote begins so (F55). */
const MACHINE_MADE = '<task-notification>';
const MAX_PROMPT_CHARS = 500;

/** Tells the story of a session one event on; the events have to come in its order. The state given stays as it was. */
export function advance(state: SessionState, event: SessionEvent): Advance {
  const draft = createDraft(state);
  const told = toTold(event);
  noteEvent(draft, event);
  BY_TYPE[event.type]?.(draft, told);
  return draft.finish();
}

/** What an event means beyond what all events say. Nothing is concluded from those that are not here. */
const BY_TYPE: Readonly<Record<string, (draft: Draft, told: Told) => void>> = {
  'hook.session_start': startSession,
  'hook.session_end': endSession,
  'hook.user_prompt': takePrompt,
  'hook.stop': (draft, told) => {
    endTurn(draft, told);
    setBackground(draft, told);
  },
  'hook.stop_failure': (draft, told) => {
    endTurn(draft, told);
    draft.counts.errors += 1;
    draft.why = textOf(told.data.error);
  },
  'hook.pre_tool': (draft, told) => {
    noteAgentAtWork(draft, told);
    if (told.agentId === undefined && draft.turn !== 'working') setTurn(draft, 'working', told.atMs);
    beginCall(draft, told);
  },
  ...endingCalls('hook.post_tool', 'hook.post_tool_use_failure', 'hook.permission_denied'),
  'hook.post_tool_batch': settleBatch,
  'hook.permission_request': beginPermissionWait,
  'hook.elicitation': (draft, told) =>
    beginOtherWait(draft, 'elicitation', textOf(told.data.mcp_server_name) ?? '?', told),
  'hook.elicitation_result': (draft) => endWaits(draft, ({ kind }) => kind === 'elicitation'),
  'hook.notification': takeNotification,
  'hook.subagent_start': noteAgentAtWork,
  'hook.subagent_stop': (draft, told) => {
    setBackground(draft, told);
    endAgent(draft, told);
    concludeCalls(draft, 'unknown', (call) => call.agentId !== undefined && call.agentId === told.agentId);
    endWaits(draft, (wait) => wait.agentId !== undefined && wait.agentId === told.agentId);
  },
  'hook.teammate_idle': restAgent,
  'hook.pre_compact': (draft) => {
    draft.isCompacting = true;
  },
  'hook.post_compact': (draft) => {
    draft.isCompacting = false;
  },
  'hook.post_model_switch': (draft, { data }) => {
    draft.model = textOf(data.to_model) ?? draft.model;
  },
};

function endingCalls(...types: readonly string[]): Readonly<Record<string, (draft: Draft, told: Told) => void>> {
  const end = (type: string) => (draft: Draft, told: Told) =>
    endCall(draft, told, toldOutcome(type, told.data) ?? 'unknown');
  return Object.fromEntries(types.map((type) => [type, end(type)]));
}

function noteEvent(draft: Draft, { id, atMs, host, data, origin }: SessionEvent): void {
  draft.lastAtMs = atMs;
  draft.lastId = id;
  draft.host = host;
  draft.counts.events += 1;
  countEvent(draft, atMs);
  draft.cwd = textOf(data.cwd) ?? draft.cwd;
  draft.project ??= textOf(origin.project) ?? draft.cwd;
  draft.title = textOf(data.session_title) ?? draft.title;
  draft.permissionMode = textOf(data.permission_mode) ?? draft.permissionMode;
  draft.process = toProcess(origin, atMs, draft.process);
  draft.isImported = origin.via === 'import' || undefined;
}

/** A process that began after its event is another one that got the number since; of one that can't be seen nothing is known (F51). */
function toProcess(
  { claudePid: pid, claudeStartedAt: startedAtMs }: SessionEvent['origin'],
  atMs: number,
  before: ClaudeProcess | undefined,
): ClaudeProcess | undefined {
  if (typeof pid !== 'number') return before;
  if (typeof startedAtMs === 'number' && startedAtMs <= atMs + CLOCK_SLACK_MS) return { pid, startedAtMs };
  return before?.pid === pid ? before : undefined;
}

/** The hook's stamp and the kernel's account of a process's start are not of one clock. */
const CLOCK_SLACK_MS = 2000;

function startSession(draft: Draft, { data, atMs }: Told): void {
  const source = textOf(data.source);
  draft.model = textOf(data.model) ?? draft.model;
  draft.isCompacting = false;
  if (source === 'compact') return;
  draft.startedBy ??= source;
  endAll(draft);
  draft.why = undefined;
  setTurn(draft, 'idle', atMs);
}

function endSession(draft: Draft, { data, atMs }: Told): void {
  endWaits(draft, () => true);
  endAll(draft);
  draft.isCompacting = false;
  draft.why = textOf(data.reason);
  setTurn(draft, 'ended', atMs);
}

/** Whoever can write the next prompt has ended, or interrupted, what came before it (F51). */
function takePrompt(draft: Draft, { data, agentId, atMs }: Told): void {
  if (agentId !== undefined) return;
  forgetSettledCalls(draft);
  forgetEndedAgents(draft);
  interruptForeground(draft);
  draft.isCompacting = false;
  draft.why = undefined;
  const prompt = textOf(data.prompt);
  const isMachineMade = prompt?.startsWith(MACHINE_MADE) === true;
  if (!isMachineMade) countRest(draft);
  setTurn(draft, 'working', atMs);
  if (isMachineMade) return;
  draft.counts.prompts += 1;
  countPrompt(draft, prompt ?? '');
  draft.lastPrompt = { text: shorten(prompt ?? '', MAX_PROMPT_CHARS), atMs };
}

/** Claude has said what it had to say: no call of its own can run any more, though its end may have been missed. */
function endTurn(draft: Draft, { agentId, atMs }: Told): void {
  if (agentId !== undefined) return;
  concludeCalls(draft, 'unknown', (call) => call.agentId === undefined);
  endWaits(draft, (wait) => !isInBackground(draft, wait.agentId));
  draft.isCompacting = false;
  draft.why = undefined;
  rest(draft, atMs);
}

/** `Stop` is not the end of the work: what goes on behind it is listed (F52). */
function setBackground(draft: Draft, { data }: Told): void {
  if (!Array.isArray(data.background_tasks)) return;
  draft.background = objectsOf(data.background_tasks)
    .filter(({ status }) => status === undefined || status === 'running' || status === 'pending')
    .slice(0, MAX_BACKGROUND)
    .map((task) => ({
      id: textOf(task.id) ?? '?',
      type: textOf(task.type) ?? '?',
      text: shorten(textOf(task.description) ?? textOf(task.command) ?? ''),
    }));
}

/** More than anyone runs; the rest is not listed. */
const MAX_BACKGROUND = 50;

function takeNotification(draft: Draft, told: Told): void {
  const { notification_type: kind, message } = told.data;
  if (kind === 'permission_prompt') noticePermissionPrompt(draft, told);
  if (kind === 'agent_needs_input') beginOtherWait(draft, 'input', textOf(message) ?? '', told);
  if (kind === 'elicitation_response') endWaits(draft, (wait) => wait.kind === 'elicitation');
  // The prompt has stood empty for a minute: whatever the turn was, it is over.
  if (kind === 'idle_prompt' && draft.turn === 'working') {
    interruptForeground(draft);
    rest(draft, told.atMs);
  }
}

function interruptForeground(draft: Draft): void {
  concludeCalls(draft, 'interrupted', (call) => !isInBackground(draft, call.agentId));
  interruptAgents(draft, (agent) => !isInBackground(draft, agent.id));
  endWaits(draft, (wait) => !isInBackground(draft, wait.agentId));
}

/** Nothing outlives its process; what was waited for then nobody answered. */
function endAll(draft: Draft): void {
  draft.waits = [];
  forgetSettledCalls(draft);
  forgetEndedAgents(draft);
  concludeCalls(draft, 'interrupted');
  interruptAgents(draft);
  draft.ended = [];
  draft.background = [];
}

/** The turn is over: the human may say what comes next. */
function rest(draft: Draft, atMs: number): void {
  setTurn(draft, 'idle', atMs);
  draft.restsSinceMs = atMs;
}

function setTurn(draft: Draft, turn: SessionState['turn'], atMs: number): void {
  draft.turn = turn;
  draft.turnSinceMs = atMs;
  draft.restsSinceMs = undefined;
}

/** What a stored event's texts say, where somebody has parsed them already. */
export type ParsedEvent = Pick<SessionEvent, 'data' | 'origin'>;

/** Parses what the store holds of an event; one that is no object says nothing but that it was there. */
export function toSessionEvent(row: {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  readonly host: string;
  readonly body: string;
  readonly origin: string;
  readonly parsed?: ParsedEvent | undefined;
}): SessionEvent {
  const { id, type, atMs, host, parsed } = row;
  if (parsed !== undefined) return { id, type, atMs, host, data: parsed.data, origin: parsed.origin };
  const data: unknown = JSON.parse(row.body);
  return { id, type, atMs, host, data: isObject(data) ? data : {}, origin: JSON.parse(row.origin) };
}
