import type { Stretch } from './stretch.ts';

export interface Packed<Item> {
  /** The track of each, as they were given. */
  readonly placed: readonly (readonly [item: Item, track: number])[];
  readonly tracks: number;
}

/** Puts each on the first track where it meets no other; they have to come in the order they begin. */
export function pack<Item extends Stretch>(items: readonly Item[]): Packed<Item> {
  const endsMs: number[] = [];
  const placed = items.map((item): readonly [Item, number] => {
    const free = endsMs.findIndex((endMs) => endMs <= item.fromMs);
    const track = free === -1 ? endsMs.length : free;
    endsMs[track] = Math.max(item.toMs, item.fromMs + 1);
    return [item, track];
  });
  return { placed, tracks: endsMs.length };
}
