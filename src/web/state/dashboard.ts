import { type ReadonlySignal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type BrowserLink, createBrowserLink } from '../api/browser-link.ts';
import { type Changes, createChanges } from '../api/changes.ts';
import { type Client, createClient } from '../api/client.ts';
import { createLive, type LinkState } from '../api/live.ts';
import type { TokenKeeper } from '../api/token-keeper.ts';
import { type AddressBar, createAddressBar } from './address.ts';
import { createFeed, type Feed } from './feed.ts';
import { createGapNotice } from './gap-notice.ts';
import { say } from './notices.ts';
import { browserFrames, createPace } from './pace.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** Everything the views are made from. */
export interface Dashboard extends AddressBar {
  readonly client: Client;
  readonly changes: Changes;
  readonly feed: Feed;
  readonly sessions: Sessions;
  readonly link: ReadonlySignal<LinkState>;
  /** For connections beside the live one. */
  readonly browserLink: BrowserLink;
  /** What is shown has happened before: a recording, not the present. */
  readonly isReplay: boolean;
}

/** Puts the parts together and begins to listen. */
export function createDashboard(tokens: TokenKeeper): Dashboard {
  const client = createClient(tokens.current);
  const feed = createFeed(createPace(browserFrames));
  const sessions = createSessions(client, feed);
  const browserLink = createBrowserLink(client, tokens.held);
  const link = signal<LinkState>({ kind: 'connecting' });
  const sayGap = createGapNotice();
  let hasBegun = false;

  const live = createLive({
    ...browserLink,
    nowMs: Date.now,
    onKnocked() {
      void sessions.load().catch(() => undefined); // shown before the stream stands; when it does, the latest are read again
    },
    onState(state) {
      link.value = state;
    },
    onWelcome() {
      const read = hasBegun ? sessions.load : sessions.catchUp;
      if (hasBegun) say('Connected again; nothing was missed unless said otherwise.');
      hasBegun = true;
      void read().catch(() => undefined); // away again: the next welcome reads them
    },
    onEvents: feed.put,
    onGap(gap) {
      sayGap(gap);
      feed.reset(gap.isOtherStore);
    },
    onForgotten({ isCertain }) {
      if (isCertain) say('Events were forgotten. What is shown was read anew.');
      feed.reset(true);
    },
    onLabels: sessions.touch,
  });
  void live.run();
  const changes = createChanges(tokens.current);

  return { ...createAddressBar(), client, feed, changes, sessions, link, browserLink, isReplay: false };
}

const DashboardContext = createContext<Dashboard | undefined>(undefined);
export const DashboardProvider = DashboardContext.Provider;

export function useDashboard(): Dashboard {
  const dashboard = useContext(DashboardContext);
  if (dashboard === undefined) throw new Error('A view stands outside of the page.');
  return dashboard;
}
