import { type Moment, permissionText } from './moment.ts';

/** Hooks that run at once overtake one another by so much at most. */
export const OVERTAKE_MS = 2000;

/** Calls and the waits for their permission ask for the same; nothing else tells that they belong together. */
export function askedFor({ kind, agentId = '', name, text }: Moment): string {
  return `${agentId} ${kind === 'call' ? permissionText(name, text) : text}`;
}

/** How long a call was held up by this wait; undefined while it is, and for a call that asked for something else. */
export function waitedMsOf(wait: Moment, { kind, atMs, endAtMs, durationMs = 0 }: Moment): number | undefined {
  if (kind !== 'call' || endAtMs === undefined) return undefined;
  const sinceMs = wait.atMs;
  if (atMs > sinceMs + OVERTAKE_MS || endAtMs < sinceMs) return undefined;
  return Math.max(0, endAtMs - durationMs - sinceMs);
}
