const NAMES: Readonly<Record<string, string>> = {
  'hook.session_start': 'Start',
  'hook.session_end': 'End',
  'hook.user_prompt': 'Prompt',
  'hook.stop': 'Answer',
  'hook.stop_failure': 'Failure',
  'hook.notification': 'Notice',
  'hook.permission_request': 'Waits',
  'hook.elicitation': 'Waits',
  'hook.elicitation_result': 'Answered',
  'hook.subagent_start': 'Sub-agent',
  'hook.subagent_stop': 'Answer',
  'hook.post_compact': 'Compacted',
  'hook.post_model_switch': 'Model',
};

/** How it works inside, or told by a moment beside it: a call, a prompt, an answer, what it came to in the end. */
const SILENT: ReadonlySet<string> = new Set([
  'hook.pre_tool',
  'hook.post_tool',
  'hook.post_tool_use_failure',
  'hook.permission_denied',
  'hook.post_tool_batch',
  'hook.user_prompt_expansion',
  'hook.message_display',
  'hook.instructions_loaded',
  'hook.pre_compact',
  'hook.pre_model_switch',
]);

/**
 * What a story calls an event; undefined for one that is no moment of its own. What others published belongs to it, and so
 * does what Claude Code may tell one day: `hook.task_created` is `Task created`.
 */
export function momentName(type: string): string | undefined {
  if (Object.hasOwn(NAMES, type)) return NAMES[type];
  if (type.startsWith('custom.')) return type.slice('custom.'.length);
  if (!type.startsWith('hook.') || SILENT.has(type)) return undefined;
  const words = type.slice('hook.'.length).replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
