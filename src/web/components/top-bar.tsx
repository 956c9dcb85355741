import { useComputed } from '@preact/signals';
import { useDashboard } from '../state/dashboard.ts';
import { countWaiting } from '../state/group-sessions.ts';
import { say } from '../state/notices.ts';
import { openOverlay } from '../state/overlay.ts';
import { togglePause } from '../state/pause.ts';
import { nextTheme, theme } from '../state/theme.ts';
import { VIEWS } from '../views/registry.ts';
import { Icon } from './icon.tsx';

/** Where to go, whether the page is live, and what concerns all of it. */
export function TopBar() {
  const { address, sessions } = useDashboard();
  const waiting = useComputed(() => countWaiting(sessions.byId.value)).value;
  return (
    <header class="top-bar">
      <a class="brand" href="/" aria-label="mpm-hook, to the sessions">
        <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" focusable="false">
          <path d="M6 21v-7a4.5 4.5 0 0 1 9 0v7m0-7a4.5 4.5 0 0 1 9 0v4.5a4 4 0 0 0 3 4" />
        </svg>
        <span>mpm-hook</span>
      </a>
      <nav aria-label="Views">
        {Object.entries(VIEWS).map(([name, { title }]) => (
          <a key={name} href={`/${name}`} aria-current={address.value.view === name ? 'page' : undefined}>
            {title}
            {name === 'sessions' && waiting > 0 && (
              <span class="badge badge-waiting">
                {waiting}
                <span class="unseen"> waiting for you</span>
              </span>
            )}
          </a>
        ))}
      </nav>
      <LiveSwitch />
      <button
        type="button"
        class="icon-button"
        aria-label="Commands and sessions"
        title="Commands and sessions (Ctrl K)"
        onClick={() => openOverlay('palette')}
      >
        <Icon name="search" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Settings"
        title="Settings (,)"
        onClick={() => openOverlay('settings')}
      >
        <Icon name="settings" />
      </button>
      <button
        type="button"
        class="icon-button only-wide"
        aria-label={`Theme: ${theme.value}`}
        title={`Theme: ${theme.value} (t)`}
        onClick={() => say(`Theme: ${nextTheme()}.`)}
      >
        <Icon name="theme" />
      </button>
      <button
        type="button"
        class="icon-button only-wide"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => openOverlay('keys')}
      >
        <Icon name="keys" />
      </button>
    </header>
  );
}

/** Says whether what is shown is of this moment; pauses and goes on. */
function LiveSwitch() {
  const { link, feed } = useDashboard();
  const { kind } = link.value;
  const isPaused = feed.isPaused.value;
  const count = feed.withheld.value;
  return (
    <button
      type="button"
      class={`live live-${isPaused ? 'paused' : kind}`}
      aria-pressed={isPaused}
      title={isPaused ? 'Go on (p)' : 'Pause (p): what comes is shown afterwards'}
      onClick={() => togglePause(feed)}
    >
      <span class="live-dot" aria-hidden="true" />
      {isPaused && count > 0 ? (
        <span>
          <span class="live-word">Paused, </span>
          {count.toLocaleString()}
          <span class="live-word"> new</span>
        </span>
      ) : (
        <span class="live-word">{isPaused ? 'Paused' : WORDS[kind]}</span>
      )}
      <Icon name={isPaused ? 'play' : 'pause'} />
    </button>
  );
}

const WORDS = { connecting: 'Connecting', live: 'Live', away: 'Not connected', denied: 'No entry' } as const;
