import { type ReadonlySignal, signal } from '@preact/signals';

const title = signal('');

/** What the view calls itself; what stands in the tab beside that is not its business. */
export const pageTitle: ReadonlySignal<string> = title;

export function setPageTitle(text: string): void {
  title.value = text;
}
