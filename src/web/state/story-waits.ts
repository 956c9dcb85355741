import type { WaitView } from '../../shared/overview.ts';
import { type Moment, permissionText } from './moment.ts';

/** Whether it is the wait that this moment tells of: both know when it began, and for which tool. */
export function isBegunBy({ startedAt, what = '' }: WaitView, { atMs, text }: Moment): boolean {
  const isOfTool = !text.startsWith(permissionText('', '').trim()) || text.startsWith(permissionText(what, ''));
  return isOfTool && Date.parse(startedAt) === atMs;
}

/** Hooks that run at once overtake one another by so much at most. */
export const OVERTAKE_MS = 2000;

/** Calls and the waits for their permission ask for the same; nothing else tells that they belong together. */
export function askedFor({ kind, agentId = '', name, text }: Moment): string {
  return `${agentId} ${kind === 'call' ? permissionText(name, text) : text}`;
}
