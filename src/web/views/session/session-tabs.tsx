import './session-tabs.css';
import { useDashboard } from '../../state/dashboard.ts';

/** What can be shown of a session, as `show` stands in the address; the story is what it begins with. */
const TABS = { story: 'Story', waterfall: 'Waterfall', files: 'Files touched' } as const;
export type SessionTab = keyof typeof TABS;

export function parseTab(query: URLSearchParams): SessionTab {
  const asked = query.get('show') ?? '';
  return Object.hasOwn(TABS, asked) ? (asked as SessionTab) : 'story';
}

export function SessionTabs() {
  const { address } = useDashboard();
  const current = parseTab(address.value.query);
  return (
    <nav class="session-tabs" aria-label="Of this session">
      {Object.entries(TABS).map(([name, title]) => (
        <a
          key={name}
          href={name === 'story' ? '?' : `?show=${name}`}
          aria-current={name === current ? 'page' : undefined}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
