import type { SessionView } from '../../shared/session-view.ts';
import type { Dashboard } from './dashboard.ts';
import type { KeyBinding } from './keys.ts';
import { askToForget, renaming, toggleHidden, togglePin } from './labels.ts';

/** What can be said of a session by keys; `current` is the one that is meant, if any is. */
export function sessionKeys(dashboard: Dashboard, current: () => SessionView | undefined): KeyBinding[] {
  const act = (work: (session: SessionView) => unknown) => (): void => {
    const session = current();
    if (session !== undefined) void work(session);
  };
  return [
    {
      keys: 'r',
      title: 'Rename the session',
      act: act(({ id }) => {
        renaming.value = id;
      }),
    },
    { keys: 'i', title: 'Pin it, or not any more', act: act((session) => togglePin(dashboard, session)) },
    { keys: 'h', title: 'Hide it, or list it again', act: act((session) => toggleHidden(dashboard, session)) },
    { keys: 'Delete', title: 'Forget it', act: act(askToForget) },
  ];
}
