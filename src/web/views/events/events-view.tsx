import './events.css';
import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { DetailPane } from '../../components/detail.tsx';
import { Message } from '../../components/message.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useDashboard } from '../../state/dashboard.ts';
import { type EventRow, parseNarrowing } from '../../state/event-row.ts';
import { createEventWindow, type EventWindow } from '../../state/event-window.ts';
import { bindKeys } from '../../state/keys.ts';
import { EventLine } from './event-line.tsx';
import { EventsToolbar } from './events-toolbar.tsx';

/** Everything that happened on this machine, and happens. */
export function EventsView() {
  const { client, feed, address, link, narrow } = useDashboard();
  const { query } = address.value;
  const asked = ['session', 'type', 'tool', 'since', 'until'].map((name) => query.get(name) ?? '').join('\n');
  const narrowing = useMemo(() => parseNarrowing(query), [asked]);
  const events = useMemo(() => createEventWindow(client, feed, narrowing), [client, feed, narrowing]);
  useEffect(() => events.close, [events]);
  const isLive = link.value.kind === 'live';
  useEffect(() => {
    if (isLive && events.rows.peek().length === 0) void events.loadNewest();
  }, [events, isLive]);
  const selected = Number(query.get('event') ?? Number.NaN);
  const close = () => narrow({ event: undefined });
  useEffect(() => bindKeys([{ keys: 'Escape', title: 'Close the detail', act: close }]), []);

  return (
    <div class={Number.isNaN(selected) ? 'view events-view' : 'view events-view has-detail'}>
      <div class="events-main">
        <h1 class="unseen">Events</h1>
        <EventsToolbar narrowing={narrowing} />
        <Table key={asked} events={events} selected={selected} />
      </div>
      {!Number.isNaN(selected) && <DetailPane key={selected} seq={selected} withSession={false} onClose={close} />}
    </div>
  );
}

function Table({ events, selected }: { readonly events: EventWindow; readonly selected: number }) {
  const { narrow } = useDashboard();
  const rows = events.rows.value;
  const generation = events.generation.value;
  const toRow = useCallback((row: EventRow) => <EventLine row={row} isSelected={row.seq === selected} />, [selected]);
  const onNearEnd = useCallback(() => void events.loadNewer(), [events]);
  const onNearStart = useCallback(() => void events.loadOlder(), [events]);
  useEffect(() => bindKeys([{ keys: 'G', title: 'To the newest', act: () => void events.loadNewest() }]), [events]);

  if (events.error.value !== undefined) return <Failed error={events.error.value} />;
  if (rows.length === 0 && events.isLoading.value)
    return <div class="loading" role="status" aria-label="Reading the events" />;
  if (rows.length === 0) {
    return (
      <Message title="No event is like that.">
        <button type="button" class="button" onClick={() => narrow(NOTHING)}>
          Show all events
        </button>
      </Message>
    );
  }
  return (
    <div class="events-table">
      <div class="event-head" aria-hidden="true">
        <span>Time</span>
        <span>Project</span>
        <span>Event</span>
        <span>Tool</span>
        <span>What</span>
      </div>
      <VirtualList
        key={generation}
        label="Events"
        items={rows}
        keyOf={({ seq }) => seq}
        row={toRow}
        rowHeight={30}
        isNewestLast
        follows={!events.hasNewer.value}
        startKey={generation > 1 || Number.isNaN(selected) ? undefined : selected}
        onNearStart={onNearStart}
        onNearEnd={onNearEnd}
        onAtEnd={events.follow}
      />
      {events.unseen.value > 0 && (
        <button type="button" class="pill" onClick={() => void events.loadNewest()}>
          {events.unseen.value.toLocaleString()} new ↓
        </button>
      )}
    </div>
  );
}

const NOTHING = { session: undefined, type: undefined, tool: undefined, since: undefined, until: undefined };

function Failed({ error }: { readonly error: unknown }) {
  return (
    <Message title="The events could not be read.">
      <p>{error instanceof Error ? error.message : String(error)}</p>
    </Message>
  );
}
