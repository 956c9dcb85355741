import { type ReadonlySignal, signal, useComputed } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

const now = signal(Date.now());
setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now();
}, 1000);
document.addEventListener('visibilitychange', () => {
  now.value = Date.now();
});

/** The time, once a second while somebody looks. */
export const nowMs: ReadonlySignal<number> = now;

const NowContext = createContext(nowMs);
/** What is below takes another time for now: that of a recording. */
export const NowProvider = NowContext.Provider;

/** The time for what is shown here; whoever only reads it in a computed is not rendered by it. */
export function useNow(): ReadonlySignal<number> {
  return useContext(NowContext);
}

/** Whether a time is still to come, as what is shown here has it; asked anew only when that changes. */
export function useIsAfterNow(at: string): boolean {
  const now = useContext(NowContext);
  const atMs = Date.parse(at);
  return useComputed(() => atMs > now.value).value;
}
