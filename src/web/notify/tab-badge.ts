import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { countInNeed } from '../state/group-sessions.ts';
import { pageTitle } from '../state/page-title.ts';
import type { Sessions } from '../state/sessions.ts';

const ICON = '/icon.svg';
const MARK = 'M7 21v-7a4 4 0 0 1 8 0v7m0-7a4 4 0 0 1 8 0v4a4 4 0 0 0 3 4';

/** How many wait for a human, or failed unseen, stands in the tab: before its title, and on its icon. */
export function badgeTab({ current }: Pick<Sessions, 'current'>, failed: ReadonlySignal<ReadonlySet<string>>): void {
  const inNeed = computed(() => countInNeed(current.value, failed.value));
  effect(() => {
    const count = inNeed.value;
    document.title = `${count > 0 ? `(${count}) ` : ''}${pageTitle.value} · mpm-hook`;
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    const href = count > 0 ? badgedIcon(count) : ICON;
    if (icon !== null && icon.getAttribute('href') !== href) icon.href = href;
  });
}

/** The page's icon with a number on it; more than nine are many. */
function badgedIcon(count: number): string {
  const text = count > 9 ? '9+' : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2557c7"/><path d="${MARK}" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="22" cy="10" r="10" fill="#b45a00"/><text x="22" y="15" font-family="sans-serif" font-size="14" font-weight="700" fill="#fff" text-anchor="middle">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
