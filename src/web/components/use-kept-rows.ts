import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';

/** A row whose item has not changed is the same node as before, which nobody looks at again; all are made anew when one of `parts` is another. */
export function useKeptRows<Item extends object>(
  make: (item: Item) => VNode,
  parts: readonly unknown[],
): (item: Item) => VNode {
  return useMemo(() => {
    const made = new WeakMap<Item, VNode>();
    return (item) => {
      const node = made.get(item) ?? make(item);
      made.set(item, node);
      return node;
    };
  }, parts);
}
