import type { Forgotten } from './forget.ts';

/** So many sessions are named; whoever needs to know of more asks anew for what there is. */
const MAX_NAMED = 1000;

/** So that who shows events can drop what is gone; `count` is what the next welcome says, as long as nothing else is forgotten. */
export function toForgottenMessage({ wish, sessions, events }: Forgotten, count: number): object {
  return {
    type: 'system.forgotten',
    sessions: sessions.slice(0, MAX_NAMED),
    complete: sessions.length <= MAX_NAMED,
    events,
    forgotten: count,
    ...(wish.kind === 'before' ? { before: new Date(wish.beforeMs).toISOString() } : {}),
    ...(wish.kind === 'project' ? { project: wish.project } : {}),
  };
}
