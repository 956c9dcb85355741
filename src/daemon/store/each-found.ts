import type { Eraser, FoundEvents, Search } from './eraser.ts';

/** All that is found, search by search, a piece each time somebody asks for the next. */
export function* eachFound(
  { find }: Pick<Eraser, 'find'>,
  searches: readonly Search[],
  upToSeq: number,
): Generator<FoundEvents, void, undefined> {
  for (const search of searches) {
    let place: FoundEvents['next'] = { atMs: Number.NEGATIVE_INFINITY, seq: 0 };
    while (place !== undefined) {
      const found = find(search, place, upToSeq);
      yield found;
      place = found.next;
    }
  }
}
