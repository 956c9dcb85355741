import type { ComponentType } from 'preact';
import type { ViewName } from '../../shared/page-paths.ts';
import type { Address } from '../state/address.ts';

interface View {
  readonly title: string;
  /** Typed after `g`. */
  readonly key: string;
  /** Its code comes when it is first looked at. */
  readonly load: () => Promise<ComponentType>;
}

/** Every view, in the order of the navigation. A new one also needs its name in `shared/page-paths.ts`, so that the daemon knows its path. */
export const VIEWS: Readonly<Record<ViewName, View>> = {
  sessions: {
    title: 'Sessions',
    key: 's',
    load: async () => (await import('./sessions/sessions-view.tsx')).SessionsView,
  },
  events: {
    title: 'Events',
    key: 'e',
    load: async () => (await import('./events/events-view.tsx')).EventsView,
  },
  overview: {
    title: 'Overview',
    key: 'o',
    load: async () => (await import('./overview/overview-view.tsx')).OverviewView,
  },
};

/** What loads the view that an address is of. */
export function viewOf({ view, parts, query }: Pick<Address, 'view' | 'parts' | 'query'>): View['load'] {
  if (view !== 'sessions' || parts[0] === undefined) return VIEWS[view].load;
  return query.has('replay') ? loadReplayView : loadSessionView;
}

/** What stands below a session: `/sessions/<id>`. */
const loadSessionView = async () => (await import('./session/session-view.tsx')).SessionView;

/** One session, played again. */
const loadReplayView = async () => (await import('./replay/replay-view.tsx')).ReplayView;
