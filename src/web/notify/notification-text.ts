import type { SessionView } from '../../shared/session-view.ts';
import { toVisibleText } from '../components/visible-text.ts';
import { projectName, sessionName } from '../state/group-sessions.ts';
import type { NoticeKind } from '../state/parse-settings.ts';

const MAX_CHARS = 160;

const HAPPENED: Readonly<Record<NoticeKind, string>> = {
  waiting: 'waits for you',
  failed: 'failed',
  finished: 'has finished',
};

/** What a notification says: where, what, and of which session. */
export function notificationText(
  kind: NoticeKind,
  session: SessionView,
): { readonly title: string; readonly body: string } {
  const lines = [kind === 'finished' ? undefined : session.why, sessionName(session)];
  return {
    title: `${clean(projectName(session))} ${HAPPENED[kind]}`,
    body: lines.flatMap((line) => (line === undefined ? [] : clean(line))).join('\n'),
  };
}

function clean(text: string): string {
  return toVisibleText(text.slice(0, MAX_CHARS)).replaceAll('\n', ' ');
}
