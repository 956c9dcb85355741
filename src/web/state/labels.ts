import { signal } from '@preact/signals';
import { errorMessage } from '../../shared/errors.ts';
import type { SessionPatch, SessionView } from '../../shared/session-view.ts';
import type { Dashboard } from './dashboard.ts';
import { say, warn } from './notices.ts';
import { openOverlay } from './overlay.ts';

type Parts = Pick<Dashboard, 'changes' | 'sessions'>;

/** The session whose name is being written. */
export const renaming = signal<string | undefined>(undefined);

/** The session that is to be forgotten, once that is confirmed. */
export const forgetting = signal<SessionView | undefined>(undefined);

export function askToForget(session: SessionView): void {
  forgetting.value = session;
  openOverlay('forget');
}

/** Says of a session what its user wants; what is seen follows the daemon's answer. */
async function label({ changes, sessions }: Parts, id: string, patch: SessionPatch): Promise<boolean> {
  try {
    sessions.hold([await changes.label(id, patch)]);
    return true;
  } catch (error) {
    warn(`Not changed: ${errorMessage(error)}`);
    return false;
  }
}

export async function togglePin(parts: Parts, { id, pinned }: SessionView): Promise<void> {
  const isPinned = pinned !== true;
  if (await label(parts, id, { pinned: isPinned })) say(isPinned ? 'Pinned: its events stay.' : 'Not pinned any more.');
}

export async function toggleHidden(parts: Parts, { id, hidden }: SessionView): Promise<void> {
  const isHidden = hidden !== true;
  if (await label(parts, id, { hidden: isHidden })) say(isHidden ? 'Hidden from the list.' : 'Listed again.');
}

/** Without a name it goes by its title again, or by its last prompt. */
export async function rename(parts: Parts, id: string, name: string): Promise<void> {
  renaming.value = undefined;
  await label(parts, id, { name: name.trim() === '' ? null : name.trim() });
}
