import { type ReadonlySignal, signal } from '@preact/signals';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'plain' | 'warning';
}

/** Long enough to be read; a warning stays until somebody has taken note of it. */
const SHOWN_MS = 6000;
/** Of those that go by themselves; past it the oldest goes sooner. */
const MOST_PLAIN = 3;

const shown = signal<readonly Notice[]>([]);
let lastId = 0;

export const notices: ReadonlySignal<readonly Notice[]> = shown;

/** Says something in passing, to the eye and to a screen reader. */
export function say(text: string): void {
  const notice = toNotice(text, 'plain');
  const plain = shown.peek().filter(({ kind }) => kind === 'plain');
  const tooMany = plain.slice(0, Math.max(0, plain.length + 1 - MOST_PLAIN));
  shown.value = [...shown.peek().filter((one) => !tooMany.includes(one)), notice];
  setTimeout(() => dismiss(notice.id), SHOWN_MS);
}

/** Says what must not be missed, once however often it happens; in the place of another warning where one is named that still stands. */
export function warn(text: string, insteadOf?: Notice): Notice {
  const standing = shown.peek();
  const former = standing.find((one) => one.id === insteadOf?.id || (one.kind === 'warning' && one.text === text));
  if (former === undefined) {
    const notice = toNotice(text, 'warning');
    shown.value = [...standing, notice];
    return notice;
  }
  const notice: Notice = { ...former, text };
  shown.value = standing.map((one) => (one === former ? notice : one));
  return notice;
}

export function isShown({ id }: Notice): boolean {
  return shown.peek().some((notice) => notice.id === id);
}

export function dismiss(id: number): void {
  shown.value = shown.value.filter((notice) => notice.id !== id);
}

function toNotice(text: string, kind: Notice['kind']): Notice {
  lastId += 1;
  return { id: lastId, text, kind };
}
