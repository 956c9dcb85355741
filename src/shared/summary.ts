import { printCount } from './print-count.ts';
import { compact, path, summariseTool, text } from './tool-summary.ts';
import { isObject } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What an event says beside its name, its tool and how long it took. */
const BY_EVENT: Readonly<Record<string, (data: Fields) => string | undefined>> = {
  SessionStart: ({ source, model }) => list(source, model),
  SessionEnd: ({ reason }) => text(reason),
  Setup: ({ trigger }) => text(trigger),
  UserPromptSubmit: ({ prompt }) => promptLine(prompt),
  UserPromptExpansion: ({ prompt }) => text(prompt),
  MessageDisplay: ({ delta }) => text(delta) ?? '',
  InstructionsLoaded: ({ file_path, load_reason, cwd }) => aside(path(file_path, cwd), load_reason),
  PreToolUse: toolLine,
  PostToolUse: toolLine,
  PermissionRequest: toolLine,
  PostToolUseFailure: (data) => aside(errorLine(data.error), toolLine(data)),
  PermissionDenied: (data) => aside(text(data.reason), toolLine(data)),
  PostToolBatch: ({ tool_calls }) => (Array.isArray(tool_calls) ? printCount(tool_calls.length, 'call') : undefined),
  Notification: ({ message }) => text(message),
  Stop: stopLine,
  SubagentStart: ({ agent_type }) => text(agent_type),
  SubagentStop: (data) => stopLine(data),
  StopFailure: ({ error, last_assistant_message }) => colon(error, last_assistant_message),
  TaskCreated: taskLine,
  TaskCompleted: taskLine,
  TeammateIdle: ({ teammate_name }) => text(teammate_name),
  PreCompact: ({ trigger, custom_instructions }) => colon(trigger, custom_instructions),
  PostCompact: ({ trigger, compact_summary }) => colon(trigger, compact_summary),
  PreModelSwitch: ({ from_model, to_model }) => change(text(from_model), text(to_model)),
  PostModelSwitch: ({ from_model, to_model }) => change(text(from_model), text(to_model)),
  ConfigChange: ({ file_path, source, cwd }) => aside(path(file_path, cwd), source),
  CwdChanged: ({ old_cwd, new_cwd }) => change(text(old_cwd), path(new_cwd, old_cwd)),
  DirectoryAdded: ({ directory, cwd }) => path(directory, cwd),
  FileChanged: ({ file_path, event, cwd }) => aside(path(file_path, cwd), event),
  WorktreeCreate: ({ name }) => text(name),
  WorktreeRemove: ({ worktree_path }) => text(worktree_path),
  Elicitation: ({ mcp_server_name, message }) => colon(mcp_server_name, message),
  ElicitationResult: ({ mcp_server_name, action }) => colon(mcp_server_name, action),
};

/** One line on what happened, for any event, known or not; untrusted, so made harmless. */
export function summarise(eventName: string, data: Fields): string {
  const known = Object.hasOwn(BY_EVENT, eventName) ? BY_EVENT[eventName]?.(data) : undefined;
  if (known !== undefined) return known;
  return text(data.message) ?? compact(withoutContext(data));
}

/** A prompt that no human wrote arrives like one, marked by how it begins (F55). */
function promptLine(prompt: unknown): string | undefined {
  if (typeof prompt !== 'string' || !prompt.startsWith('<task-notification>')) return text(prompt);
  const summary = /<summary>([^<]*)<\/summary>/.exec(prompt)?.[1];
  return `(from Claude Code) ${text(summary) ?? 'task notification'}`;
}

function toolLine({ tool_name, tool_input, cwd }: Fields): string {
  return summariseTool(tool_name, tool_input, cwd);
}

/** `Exit code 3` says little without the line after it. */
function errorLine(error: unknown): string | undefined {
  if (typeof error !== 'string') return undefined;
  const [first = '', second] = error.split('\n').filter((line) => line.trim() !== '');
  return first.startsWith('Exit code') && second !== undefined ? colon(first, second) : text(error);
}

/** A stop is not the end while something goes on behind it (F52). */
function stopLine({ last_assistant_message, background_tasks }: Fields): string {
  const said = text(last_assistant_message) ?? '';
  const going = Array.isArray(background_tasks) ? background_tasks.length : 0;
  return going === 0 ? said : (aside(said, `${going} in the background`) ?? said);
}

function taskLine({ task_id, task_subject }: Fields): string {
  return `#${text(task_id) ?? '?'} ${text(task_subject) ?? ''}`;
}

function list(...values: unknown[]): string {
  return values.map(text).filter(Boolean).join(', ');
}

function colon(what: unknown, more: unknown): string | undefined {
  const [left, right] = [text(what), text(more)];
  return left !== undefined && right !== undefined ? `${left}: ${right}` : (left ?? right);
}

function aside(what: string | undefined, more: unknown): string | undefined {
  const within = text(more);
  return what === undefined || what === '' ? within : within === undefined ? what : `${what} (${within})`;
}

function change(from: string | undefined, to: string | undefined): string {
  return `${from ?? '?'} → ${to ?? '?'}`;
}

/** What every event carries, or what the line says already. */
const CONTEXT = [
  'session_id',
  'transcript_path',
  'cwd',
  'hook_event_name',
  'prompt_id',
  'permission_mode',
  'effort',
  'agent_id',
  'agent_type',
];

function withoutContext(data: Fields): Fields {
  return isObject(data) ? Object.fromEntries(Object.entries(data).filter(([name]) => !CONTEXT.includes(name))) : {};
}
