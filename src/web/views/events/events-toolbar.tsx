import type { EventNarrowing } from '../../state/narrowing.ts';
import { FilterChips } from './filter-chips.tsx';
import { FilterField } from './filter-field.tsx';
import { SearchField } from './search-field.tsx';
import { ShareMenu } from './share-menu.tsx';
import { TimeMenu } from './time-menu.tsx';

interface EventsToolbarProps {
  readonly narrowing: EventNarrowing;
  readonly searchError: string | undefined;
}

/** How to narrow what is shown; all of it stands in the address. */
export function EventsToolbar({ narrowing, searchError }: EventsToolbarProps) {
  return (
    <search class="toolbar">
      <SearchField text={narrowing.text ?? ''} error={searchError} />
      <FilterField narrowing={narrowing} />
      <TimeMenu narrowing={narrowing} />
      <ShareMenu narrowing={narrowing} />
      <FilterChips narrowing={narrowing} />
    </search>
  );
}
