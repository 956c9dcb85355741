import type { IndexStanding } from '../../api/client.ts';

/** What a search cannot have found yet. */
export function IndexLag({ index }: { readonly index: IndexStanding | undefined }) {
  if (index === undefined || (index.lagEvents === 0 && index.state === 'ready')) return null;
  const count = index.lagEvents === 1 ? 'The newest event' : `The newest ${index.lagEvents.toLocaleString()} events`;
  const why = index.state === 'rebuilding' ? 'the index is being built anew' : 'the index takes them in';
  return (
    <p class="events-note" role="status">
      {index.lagEvents === 0 ? 'Some events' : count} cannot be found yet: {why}.
    </p>
  );
}
