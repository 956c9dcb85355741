import { type ReadonlySignal, signal } from '@preact/signals';

export interface Unseen {
  readonly ids: ReadonlySignal<ReadonlySet<string>>;
  /** Something became of it. */
  add(id: string): void;
}

/** What became of sessions while the page could not be seen; forgotten as soon as it can. */
export function createUnseen(): Unseen {
  const ids = signal<ReadonlySet<string>>(new Set());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) ids.value = new Set();
  });
  return {
    ids,
    add(id) {
      if (document.hidden) ids.value = new Set([...ids.value, id]);
    },
  };
}
