/**
 * Fields whose values are of Claude Code's own making: ids, names of tools and events, reasons. Only they are told when no
 * content is to be kept, and only as the short names they are.
 */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  ...['hook_event_name', 'session_id', 'prompt_id', 'tool_use_id', 'agent_id', 'turn_id', 'message_id', 'task_id'],
  ...['agent_type', 'tool_name', 'permission_mode', 'model', 'from_model', 'to_model', 'requested_model'],
  ...['source', 'trigger', 'reason', 'notification_type', 'memory_type', 'load_reason', 'action', 'mode', 'event'],
  ...['expansion_type', 'command_source', 'cache_ttl', 'pricing', 'level', 'status', 'type', 'subtype', 'tool_calls'],
  ...['duration_ms', 'is_interrupt', 'stop_hook_active', 'index', 'final', 'context_tokens'],
  ...['background_tasks', 'session_crons', 'effort', 'id'],
]);
const OWN_VALUE = /^[A-Za-z0-9_.:-]{1,128}$/;
/** `error` is a reason in some events and a text in others. */
const REASON = /^[a-z]+(?:_[a-z]+)*$/;
/** A longer or stranger key is not a name but content. */
const NAME = /^[A-Za-z_$][\w$.-]{0,63}$/;
/** Deeper than this nothing is told: an event of ours is not so deep. */
const MAX_DEPTH = 32;

type Fields = Record<string, unknown>;

/** That it was, when, where in the session, and how it ended. */
export function reduceToMetadata(data: Readonly<Fields>): Fields {
  return reduceFields(data, 0, (key, value) => {
    if (typeof value === 'string') return isOwn(key, value) ? value : undefined;
    if (!OWN_FIELDS.has(key)) return undefined;
    return typeof value === 'object' && value !== null ? 'enter' : value;
  });
}

/** The shape and the sizes: every text by what it is and how long; the project's folder stays. */
export function reduceToSummary(data: Readonly<Fields>): Fields {
  return reduceFields(data, 0, (key, value, depth) => {
    if (typeof value === 'string') return isOwn(key, value) || (key === 'cwd' && depth === 0) ? value : describe(value);
    return typeof value === 'object' && value !== null ? 'enter' : value;
  });
}

/** Says what becomes of a value; `enter` for one whose fields are asked for in turn, undefined for none of it. */
type Keep = (key: string, value: unknown, depth: number) => unknown;

function reduceFields(fields: Readonly<Fields>, depth: number, keep: Keep): Fields {
  const kept = Object.entries(fields).flatMap(([key, value]) => {
    const reduced = reduceValue(key, value, depth, keep);
    return reduced === undefined ? [] : [[NAME.test(key) ? key : describe(key), reduced] as const];
  });
  return Object.fromEntries(kept);
}

function reduceValue(key: string, value: unknown, depth: number, keep: Keep): unknown {
  const reduced = keep(key, value, depth);
  if (reduced !== 'enter' || typeof value !== 'object' || value === null) return reduced;
  if (depth >= MAX_DEPTH) return undefined;
  if (!Array.isArray(value)) return reduceFields(value as Fields, depth + 1, keep);
  return value.map((item: unknown) => reduceValue(key, item, depth + 1, keep) ?? null);
}

function isOwn(key: string, value: string): boolean {
  return key === 'error' ? REASON.test(value) : OWN_FIELDS.has(key) && OWN_VALUE.test(value);
}

/** What an imported event was reduced to elsewhere says what it was, and nothing more. */
const DESCRIBED = /^\u2039(?:text(?: of \d+ lines)?|path of \d+ parts|address|data), \d+ characters?\u203a$/;

function describe(text: string): string {
  if (DESCRIBED.test(text)) return text;
  const chars = `${text.length} ${text.length === 1 ? 'character' : 'characters'}`;
  const lines = text.split('\n').length;
  if (/^(?:\/|~\/|\.{1,2}\/)\S*$/.test(text))
    return `‹path of ${text.split('/').filter(Boolean).length} parts, ${chars}›`;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\/\S+$/i.test(text)) return `‹address, ${chars}›`;
  if (/^\s*[[{]/.test(text)) return `‹data, ${chars}›`;
  return lines > 1 ? `‹text of ${lines} lines, ${chars}›` : `‹text, ${chars}›`;
}
