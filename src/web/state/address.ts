import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { VIEW_NAMES, type ViewName } from '../../shared/page-paths.ts';

/** What the address bar says: which view, of what, and how it is narrowed. */
export interface Address {
  readonly view: ViewName;
  /** The parts of the path behind the view: a session's id, … */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export interface AddressBar {
  readonly address: ReadonlySignal<Address>;
  /** Goes there; the way back is kept. */
  go(path: string): void;
  /** Changes what is narrowed, without a step to go back; undefined takes a name out. */
  narrow(changes: Readonly<Record<string, string | undefined>>): void;
}

export function parseAddress(url: string): Address {
  const { pathname, searchParams } = new URL(url, 'http://page');
  const [first, ...parts] = pathname.split('/').filter(Boolean).map(decodePart);
  return { view: VIEW_NAMES.find((name) => name === first) ?? VIEW_NAMES[0], parts, query: searchParams };
}

export function createAddressBar(): AddressBar {
  const url = signal(location.pathname + location.search);
  addEventListener('popstate', () => {
    url.value = location.pathname + location.search;
  });

  const go = (path: string): void => {
    if (path !== url.value) history.pushState(null, '', path);
    url.value = path;
  };

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link === null || !isPlain || event.defaultPrevented || link.target !== '' || link.origin !== location.origin)
      return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    event.preventDefault();
    go(stayInReplay(link, url.value));
  });

  return {
    address: computed(() => parseAddress(url.value)),
    go,
    narrow(changes) {
      const { pathname, searchParams } = new URL(url.value, 'http://page');
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') searchParams.delete(name);
        else searchParams.set(name, value);
      }
      const path = searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
      history.replaceState(history.state, '', path);
      url.value = path;
    },
  };
}

export function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id.toWellFormed())}`;
}

/** A session narrowed to what one of its agents did. */
export function agentPath(session: string, agent: string): string {
  return `${sessionPath(session)}?agent=${encodeURIComponent(agent.toWellFormed())}`;
}

/** Where a recording is played: links within its session lead on in it. */
const REPLAY_NAMES = ['replay', 'speed', 'idle'];

export function stayInReplay({ pathname, search }: Pick<URL, 'pathname' | 'search'>, from: string): string {
  const before = new URL(from, 'http://page');
  const target = new URLSearchParams(search);
  if (before.pathname !== pathname || !before.searchParams.has('replay') || target.has('replay'))
    return pathname + search;
  for (const name of REPLAY_NAMES) {
    const value = before.searchParams.get(name);
    if (value !== null) target.set(name, value);
  }
  return `${pathname}?${target}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
