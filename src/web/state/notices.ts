import { type ReadonlySignal, signal } from '@preact/signals';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'warning';
}

/** Long enough to be read; what has to be known longer stands elsewhere on the page. */
const SHOWN_MS = 6000;

const shown = signal<readonly Notice[]>([]);
let lastId = 0;

export const notices: ReadonlySignal<readonly Notice[]> = shown;

/** Says something in passing, to the eye and to a screen reader. */
export function say(text: string, kind: Notice['kind'] = 'plain'): void {
  lastId += 1;
  const notice = { id: lastId, text, kind };
  shown.value = [...shown.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), SHOWN_MS);
}

export function dismiss(id: number): void {
  shown.value = shown.value.filter((notice) => notice.id !== id);
}
