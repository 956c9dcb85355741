import { type ReadonlySignal, signal } from '@preact/signals';

export type DiffLook = 'unified' | 'split';

const KEY = 'mpm-hook.diff';

const look = signal<DiffLook>(localStorage.getItem(KEY) === 'split' ? 'split' : 'unified');

/** How changes are shown where there is room; kept for the next time. */
export const diffLook: ReadonlySignal<DiffLook> = look;

export function setDiffLook(next: DiffLook): void {
  look.value = next;
  localStorage.setItem(KEY, next);
}
