import { type ReadonlySignal, signal } from '@preact/signals';

export type Overlay = 'keys' | 'palette' | 'settings' | 'forget';

const open = signal<Overlay | undefined>(undefined);

/** What lies over the page. */
export const overlay: ReadonlySignal<Overlay | undefined> = open;

export function openOverlay(name: Overlay): void {
  open.value = name;
}

/** By name: a dialog tells that it was closed a moment later, and another may be open by then. */
export function closeOverlay(name: Overlay): void {
  if (open.value === name) open.value = undefined;
}
