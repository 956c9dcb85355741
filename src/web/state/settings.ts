import { type ReadonlySignal, signal } from '@preact/signals';
import { parseSettings, type Settings } from './parse-settings.ts';

const KEY = 'mpm-hook.settings';

const chosen = signal<Settings>(parseSettings(localStorage.getItem(KEY)));

/** What was chosen in this browser, in any of its tabs. */
export const settings: ReadonlySignal<Settings> = chosen;

export function changeSettings(change: Partial<Settings>): void {
  chosen.value = { ...chosen.value, ...change };
  localStorage.setItem(KEY, JSON.stringify(chosen.value));
}

addEventListener('storage', ({ key, newValue }) => {
  if (key === KEY) chosen.value = parseSettings(newValue);
});
