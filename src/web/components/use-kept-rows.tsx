import { Component, type ComponentChildren, type VNode } from 'preact';
import { useCallback } from 'preact/hooks';

/** A row whose item has not changed is not looked at again; all are made anew when one of `parts` is another. */
export function useKeptRows<Item extends object>(
  make: (item: Item) => VNode,
  parts: readonly unknown[],
): (item: Item) => VNode {
  const kept = useCallback(make, parts);
  return useCallback((item) => <KeptRow item={item} make={kept as (item: object) => VNode} />, [kept]);
}

interface KeptRowProps {
  readonly item: object;
  readonly make: (item: object) => VNode;
}

/** Not the node itself is kept: it would hold on to the tree it first stood in, and with that to all rows there ever were. */
class KeptRow extends Component<KeptRowProps> {
  override shouldComponentUpdate({ item, make }: KeptRowProps): boolean {
    return item !== this.props.item || make !== this.props.make;
  }

  override render({ item, make }: KeptRowProps): ComponentChildren {
    return make(item);
  }
}
