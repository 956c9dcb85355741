import type { SessionView } from '../../shared/session-view.ts';
import type { NoticeKind } from '../state/parse-settings.ts';

/**
 * What somebody who looks elsewhere would want to know of a session that has become another. One that was not known before
 * counts only when something of it was heard live: what was imported or read from the store did not happen now.
 */
export function judgeChange(
  before: SessionView | undefined,
  after: SessionView,
  isHeard: boolean,
): NoticeKind | undefined {
  if (after.hidden === true || before === after) return undefined;
  if (after.state === 'waiting') return isNewWait(before, after, isHeard) ? 'waiting' : undefined;
  if (before?.state !== 'working' && before?.state !== 'waiting') return undefined;
  if (after.state === 'lost') return after.why?.startsWith('imported') ? undefined : 'failed';
  if (after.state !== 'idle') return undefined;
  return after.why === undefined ? 'finished' : 'failed'; // at rest only a failed turn has a reason
}

function isNewWait(before: SessionView | undefined, after: SessionView, isHeard: boolean): boolean {
  if (before === undefined) return isHeard;
  return before.state !== 'waiting' || before.since !== after.since;
}
