import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Lazy } from './components/lazy.tsx';
import { Notices } from './components/notices.tsx';
import { Overlays } from './components/overlays.tsx';
import { Standing } from './components/standing.tsx';
import { TopBar } from './components/top-bar.tsx';
import { type Dashboard, useDashboard } from './state/dashboard.ts';
import { bindKeys, type KeyBinding } from './state/keys.ts';
import { say } from './state/notices.ts';
import { openOverlay } from './state/overlay.ts';
import { setPageTitle } from './state/page-title.ts';
import { togglePause } from './state/pause.ts';
import { nextTheme } from './state/theme.ts';
import { VIEWS, viewOf } from './views/registry.ts';

/** The frame around every view. */
export function Page() {
  const dashboard = useDashboard();
  const { view, parts, query } = dashboard.address.value;
  useLayoutEffect(() => bindKeys(pageKeys(dashboard)), [dashboard]);
  const isOneSession = view === 'sessions' && parts[0] !== undefined;
  useEffect(() => {
    setPageTitle(VIEWS[view].title);
  }, [view]);
  const isDenied = dashboard.link.value.kind === 'denied';
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <TopBar />
      <Standing />
      <main id="main" tabIndex={-1}>
        {!isDenied && (
          <Lazy
            key={isOneSession ? `${parts[0]} ${query.has('replay')}` : view}
            load={viewOf({ view, parts, query })}
          />
        )}
      </main>
      <Notices />
      <Overlays />
    </>
  );
}

/** The field of the view; else that of all events, once it is there. */
function focusFilter(go: Dashboard['go']): void {
  const field = document.querySelector<HTMLElement>('[data-filter]');
  if (field === null) go('/events?search');
  else field.focus();
}

function pageKeys({ go, feed }: Dashboard): KeyBinding[] {
  return [
    ...Object.entries(VIEWS).map(([name, { title, key }]) => ({
      keys: `g ${key}`,
      title: `Go to ${title.toLowerCase()}`,
      act: () => go(`/${name}`),
    })),
    { keys: '/', title: 'Filter; where there is nothing to filter, search all events', act: () => focusFilter(go) },
    { keys: 'p', title: 'Pause, or go on', act: () => togglePause(feed) },
    { keys: ',', title: 'Settings', act: () => openOverlay('settings') },
    { keys: 't', title: 'Light, dark, or as the system has it', act: () => say(`Theme: ${nextTheme()}.`) },
    { keys: '?', title: 'Show the keys', act: () => openOverlay('keys') },
  ];
}
