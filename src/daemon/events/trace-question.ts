import * as path from 'node:path';
import type { ForgetWish } from '../store/forget-wish.ts';
import type { TraceQuestion } from './spool-traces.ts';

/** Whether a spooled event is meant; `sessions` are those of the project, as far as the store knows them. */
export function createTraceQuestion(wish: ForgetWish, sessions: ReadonlySet<string>): TraceQuestion {
  if (wish.kind === 'session') {
    return { isMeant: ({ sessionId }) => sessionId === wish.session, isNamedIn: (text) => text.includes(wish.session) };
  }
  if (wish.kind === 'before') return { isMeant: ({ atMs }) => atMs < wish.beforeMs, isNamedIn: () => false };
  const inside = path.normalize(`${wish.project}/`);
  return {
    isMeant: ({ sessionId = '', folder }) =>
      sessions.has(sessionId) || (folder !== undefined && path.normalize(`${folder}/`).startsWith(inside)),
    isNamedIn: (text) => text.includes(inside.slice(0, -1)) || [...sessions].some((id) => text.includes(id)),
  };
}
