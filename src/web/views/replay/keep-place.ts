import { effect } from '@preact/signals';
import { printPlace } from '../../replay/place.ts';
import type { Player } from '../../replay/player.ts';

/** Browsers take only so many changes of an address. */
const EVERY_MS = 1000;

/** Writes into the address where the replay is, so that a reload or a link leads back to it; answers with what ends that. */
export function keepPlace(player: Player, narrow: (changes: { readonly replay: string }) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = (): void => {
    timer = undefined;
    narrow({ replay: printPlace(player.placeMs.peek()) });
  };
  const stop = effect(() => {
    if (Number.isFinite(player.placeMs.value)) timer ??= setTimeout(keep, EVERY_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
