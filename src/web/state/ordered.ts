type Compare<Item> = (one: Item, other: Item) => number;

export interface Ordered<Item> {
  /** Puts an item to its place; `known` is what it takes the place of. */
  put(item: Item, known: Item | undefined): void;
  /** Another array than before only when something was put. */
  list(): readonly Item[];
}

/** Items that stay in order while they come, mostly at the end: one costs its search, however many there are. No two may compare as equal. */
export function createOrdered<Item>(compare: Compare<Item>): Ordered<Item> {
  let items: Item[] = [];
  let isSeen = false;

  const insert = (item: Item): void => {
    const last = items.at(-1);
    if (last === undefined || compare(last, item) < 0) items.push(item);
    else items.splice(placeOf(item, items, compare), 0, item);
  };

  return {
    put(item, known) {
      if (isSeen) items = items.slice();
      isSeen = false;
      if (known === undefined) {
        insert(item);
        return;
      }
      const at = placeOf(known, items, compare);
      if (compare(known, item) === 0) items[at] = item;
      else {
        items.splice(at, 1);
        insert(item);
      }
    },
    list() {
      isSeen = true;
      return items;
    },
  };
}

/** Where it stands, or would have to stand. */
function placeOf<Item>(item: Item, items: readonly Item[], compare: Compare<Item>): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle] as Item, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
