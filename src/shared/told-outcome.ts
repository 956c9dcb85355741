import type { ToldOutcome } from './search.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The one type of event that can tell each. */
export const TELLING_TYPES: Readonly<Record<ToldOutcome, string>> = {
  ok: 'hook.post_tool',
  failed: 'hook.post_tool_use_failure',
  interrupted: 'hook.post_tool_use_failure',
  denied: 'hook.permission_denied',
};

/** What an event by itself says of how its call ended; of some ends no event tells, and only the story knows them (F51, F53). */
export function toldOutcome(type: string, data: Fields): ToldOutcome | undefined {
  if (type === 'hook.post_tool') return 'ok';
  if (type === 'hook.post_tool_use_failure') return data.is_interrupt === true ? 'interrupted' : 'failed';
  return type === 'hook.permission_denied' ? 'denied' : undefined;
}
