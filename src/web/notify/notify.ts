import { effect } from '@preact/signals';
import type { SessionView } from '../../shared/session-view.ts';
import { sessionPath } from '../state/address.ts';
import type { Dashboard } from '../state/dashboard.ts';
import type { NoticeKind } from '../state/parse-settings.ts';
import { settings } from '../state/settings.ts';
import { notificationText } from './notification-text.ts';
import { badgeTab } from './tab-badge.ts';
import { createTabs } from './tabs.ts';
import { createUnseen } from './unseen.ts';
import { watchChanges } from './watch-changes.ts';

/** Tells who looks elsewhere what they have asked to be told of. */
export function startNotifying({ sessions, feed, link, go }: Dashboard): void {
  const failed = createUnseen();
  badgeTab(sessions, failed.ids);
  const tabs = createTabs();
  effect(() => tabs.setHearing(link.value.kind === 'live' && isAnythingWanted()));

  const tell = async (kind: NoticeKind, session: SessionView): Promise<void> => {
    if (!settings.peek().notify[kind] || !tabs.isSpeaker() || (await tabs.isLookedAt())) return;
    show(kind, session);
  };
  const show = (kind: NoticeKind, session: SessionView): void => {
    if (!canNotify()) return;
    const { title, body } = notificationText(kind, session);
    const notification = new Notification(title, { body, tag: session.id });
    notification.addEventListener('click', () => {
      focus();
      go(sessionPath(session.id));
      notification.close();
    });
  };
  watchChanges({
    sessions,
    feed,
    onChange(kind, session) {
      if (kind === 'failed' && settings.peek().notify.failed) failed.add(session.id);
      void tell(kind, session);
    },
  });
}

function isAnythingWanted(): boolean {
  return Object.values(settings.value.notify).includes(true);
}

/** Whether the browser has notifications, and lets the page show them. */
function canNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}
