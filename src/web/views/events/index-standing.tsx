import { printCount } from '../../../shared/print-count.ts';
import type { IndexStanding } from '../../../shared/search.ts';

/** What a search cannot have found yet. */
export function IndexLag({ index }: { readonly index: IndexStanding | undefined }) {
  if (index === undefined || (index.lagEvents === 0 && index.state === 'ready')) return null;
  const { lagEvents, state, held = 0 } = index;
  const count = lagEvents === 1 ? 'The newest event' : `The newest ${lagEvents.toLocaleString()} events`;
  return (
    <p class="events-note" role="status">
      {lagEvents === 0 ? 'Some events' : count} cannot be found yet: {state === 'rebuilding' ? REBUILDING : TAKEN_IN}.
      {held > 0 && ` In memory only, until the disk takes more: ${printCount(held, 'event')}.`}
    </p>
  );
}

const REBUILDING = 'the index is being built anew';
const TAKEN_IN = 'the index takes them in';
