import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import { errorCode, errorMessage } from '../../../shared/errors.ts';
import { Message } from '../../components/message.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { Unread } from '../../components/unread.tsx';
import { useKeptRows } from '../../components/use-kept-rows.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useDashboard } from '../../state/dashboard.ts';
import type { EventRow } from '../../state/event-row.ts';
import type { EventWindow } from '../../state/event-window.ts';
import { type EventNarrowing, isNarrowed, NARROWING } from '../../state/narrowing.ts';
import { EventLine } from './event-line.tsx';
import { IndexLag } from './index-standing.tsx';

const ROW_HEIGHT = 30;

interface EventsTableProps {
  readonly events: EventWindow;
  readonly narrowing: EventNarrowing;
  readonly selected: number;
}

export function EventsTable({ events, narrowing, selected }: EventsTableProps) {
  const { link, narrow } = useDashboard();
  const rows = events.rows.value;
  const { generation, seq } = events.beginning.value;
  const toRow = useRow(selected);
  const onNearEnd = useCallback(() => void events.loadNewer(), [events]);
  const onNearStart = useCallback(() => void events.loadOlder(), [events]);
  const goToNewest = () => {
    narrow({ at: undefined });
    void events.loadNewest();
  };

  const error = events.error.value;
  if (rows.length === 0 && error !== undefined)
    return <Failed error={error} isSearch={narrowing.text !== undefined} onRetry={goToNewest} />;
  if (rows.length === 0 && events.isLoading.value)
    return <div class="loading" role="status" aria-label="Reading the events" />;
  return (
    <div class="events-table">
      <IndexLag index={events.index.value} />
      {error !== undefined && link.value.kind === 'live' && <ReadOnFailed error={error} onRetry={goToNewest} />}
      {rows.length === 0 ? (
        <NothingFound narrowing={narrowing} />
      ) : (
        <>
          <div class="event-head" aria-hidden="true">
            <span>Time</span>
            <span>Project</span>
            <span>Session</span>
            <span>Event</span>
            <span>Tool</span>
            <span>{narrowing.text === undefined ? 'What' : 'Found'}</span>
            <span>Outcome</span>
            <span>Took</span>
          </div>
          <VirtualList
            key={generation}
            label="Events"
            items={rows}
            keyOf={keyOf}
            row={toRow}
            rowHeight={ROW_HEIGHT}
            isNewestLast
            follows={!events.hasNewer.value}
            startKey={seq}
            onNearStart={onNearStart}
            onNearEnd={onNearEnd}
            onAtEnd={events.follow}
          />
        </>
      )}
      {events.unseen.value > 0 && (
        <button type="button" class="pill" onClick={goToNewest}>
          {events.unseen.value.toLocaleString()} new ↓
        </button>
      )}
    </div>
  );
}

function keyOf({ seq }: EventRow): number {
  return seq;
}

function useRow(selected: number): (row: EventRow) => VNode {
  const { address } = useDashboard();
  const query = new URLSearchParams(address.value.query);
  query.delete('event');
  const base = query.size === 0 ? '/events?' : `/events?${query}&`;
  return useKeptRows((row) => <EventLine row={row} base={base} isSelected={row.seq === selected} />, [base, selected]);
}

function NothingFound({ narrowing }: Pick<EventsTableProps, 'narrowing'>) {
  const { narrow } = useDashboard();
  if (!isNarrowed(narrowing)) return <NothingYet />;
  const everything = Object.fromEntries([...NARROWING, 'at'].map((name) => [name, undefined]));
  return (
    <Message title="No event is like that.">
      <button type="button" class="button" onClick={() => narrow(everything)}>
        Show all events
      </button>
    </Message>
  );
}

interface FailedProps {
  readonly error: unknown;
  readonly isSearch: boolean;
  readonly onRetry: () => void;
}

/** What is wrong with a search stands at its field; how to ask stands here. */
function Failed({ error, isSearch, onRetry }: FailedProps) {
  if (isSearch && errorCode(error) === 'BAD_QUERY') {
    return (
      <Message title="This cannot be looked for.">
        <p>
          <code>two words</code> are both there, <code>"a phrase"</code> in this order, <code>begin*</code> goes on,{' '}
          <code>-without</code> is not there, <code>this OR that</code> is one of both.
        </p>
      </Message>
    );
  }
  return <Unread what="The events" error={error} onRetry={onRetry} />;
}

/** What is shown already stays, though the rest cannot be read. Of a daemon that is away the page says so elsewhere, and reads on by itself. */
function ReadOnFailed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <p class="events-note" role="status">
      Not everything could be read: {errorMessage(error)}{' '}
      <button type="button" class="button button-small" onClick={onRetry}>
        Read again
      </button>
    </p>
  );
}
