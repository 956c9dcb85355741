import { printCount } from '../../../shared/print-count.ts';
import type { IndexStanding } from '../../../shared/search.ts';

/** What a search cannot have found yet. What tells it is there before: only then is it read out. */
export function IndexLag({ index }: { readonly index: IndexStanding | undefined }) {
  const isBehind = index !== undefined && (index.lagEvents > 0 || index.state !== 'ready');
  return <div role="status">{isBehind && <p class="events-note">{sayLag(index)}</p>}</div>;
}

function sayLag({ lagEvents, state, held = 0 }: IndexStanding): string {
  const newest = lagEvents === 1 ? 'The newest event' : `The newest ${printCount(lagEvents, 'event')}`;
  return `${lagEvents === 0 ? 'Some events' : newest} cannot be found yet: ${sayWhy(state, held)}.`;
}

function sayWhy(state: IndexStanding['state'], held: number): string {
  if (held > 0) return `the disk takes no more, ${printCount(held, 'event')} in memory only`;
  return state === 'rebuilding' ? 'the index is being built anew' : 'the index takes them in';
}
