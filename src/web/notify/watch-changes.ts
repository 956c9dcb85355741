import { effect } from '@preact/signals';
import type { SessionView } from '../../shared/session-view.ts';
import type { Feed } from '../state/feed.ts';
import type { NoticeKind } from '../state/parse-settings.ts';
import type { Sessions } from '../state/sessions.ts';
import { judgeChange } from './judge-change.ts';

interface WatchParts {
  readonly sessions: Pick<Sessions, 'current' | 'isLoaded'>;
  readonly feed: Pick<Feed, 'subscribe'>;
  readonly onChange: (kind: NoticeKind, session: SessionView) => void;
}

/** Tells what becomes of sessions from now on, paused or not; answers with what ends it. */
export function watchChanges({ sessions, feed, onChange }: WatchParts): () => void {
  const heard = new Set<string>();
  let before: ReadonlyMap<string, SessionView> = new Map();
  const stopHearing = feed.subscribe({
    onHeard(events) {
      for (const { session_id: id } of events) if (id !== undefined) heard.add(id);
    },
  });
  const judge = (session: SessionView, known: SessionView | undefined): void => {
    if (known === session) return;
    const kind = judgeChange(known, session, heard.delete(session.id));
    if (kind !== undefined) onChange(kind, session);
  };
  const stopWatching = effect(() => {
    const current = sessions.current.value;
    if (!sessions.isLoaded.value) return;
    for (const session of current.values()) judge(session, before.get(session.id));
    before = current;
  });

  return () => {
    stopHearing();
    stopWatching();
  };
}
