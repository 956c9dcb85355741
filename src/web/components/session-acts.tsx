import type { SessionView } from '../../shared/session-view.ts';
import { useDashboard } from '../state/dashboard.ts';
import { askToForget, renaming, toggleHidden, togglePin } from '../state/labels.ts';
import { Icon } from './icon.tsx';

/** What can be said of a session, and done with it. */
export function SessionActs({ session }: { readonly session: SessionView }) {
  const dashboard = useDashboard();
  const { id, pinned, hidden } = session;
  const rename = (): void => {
    renaming.value = id;
  };
  return (
    <>
      <Act icon="rename" label="Rename" keys="r" onClick={rename} />
      <Act
        icon={pinned ? 'pinned' : 'pin'}
        label={pinned ? 'Unpin' : 'Pin: its events stay'}
        keys="i"
        isPressed={pinned === true}
        onClick={() => void togglePin(dashboard, session)}
      />
      <Act
        icon={hidden ? 'show' : 'hide'}
        label={hidden ? 'List again' : 'Hide from the list'}
        keys="h"
        onClick={() => void toggleHidden(dashboard, session)}
      />
      <Act icon="forget" label="Forget…" keys="Delete" onClick={() => askToForget(session)} />
    </>
  );
}

interface ActProps {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly keys: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}

function Act({ icon, label, keys, isPressed, onClick }: ActProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      aria-pressed={isPressed}
      title={`${label} (${keys})`}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
