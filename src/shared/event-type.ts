/** Types that do not follow the rule below; they were public before it. */
const SHORT_NAMES = {
  UserPromptSubmit: 'hook.user_prompt',
  PreToolUse: 'hook.pre_tool',
  PostToolUse: 'hook.post_tool',
} as const;

/** stdin that was no JSON object; the bytes are kept as text. */
export const UNPARSED = 'hook.unparsed';
/** stdin past the most a hook carries; the beginning is kept. */
export const OVERSIZE = 'hook.oversize';

/** `hook_event_name` → the envelope's `type`. Names we have never seen follow the same rule and pass through. */
export function toEventType(hookEventName: string): string {
  if (Object.hasOwn(SHORT_NAMES, hookEventName)) return SHORT_NAMES[hookEventName as keyof typeof SHORT_NAMES];
  const snake = hookEventName
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
  return `hook.${snake}`;
}

const PRIORITY =
  /^(hook\.(notification|permission_request|permission_denied|stop|stop_failure|post_tool_use_failure|session_.*)|system\..*)$/;

/** Whether an event is kept when others have to go: waits on a human, ends, and failures. */
export function isPriority(type: string): boolean {
  return PRIORITY.test(type);
}

/** The event's name as it stands in the bytes, without parsing them: good enough to choose a spool class by. */
export function peekEventName(head: string): string | undefined {
  return /"hook_event_name"\s*:\s*"([A-Za-z0-9_.-]{1,64})"/.exec(head)?.[1];
}
