import './events.css';
import './narrowing.css';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Envelope } from '../../../shared/envelope.ts';
import { errorCode } from '../../../shared/errors.ts';
import { DetailPane } from '../../components/detail.tsx';
import { SoughtProvider } from '../../components/sought.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { textOf } from '../../state/event-row.ts';
import { createEventWindow, type EventWindow } from '../../state/event-window.ts';
import { bindKeys } from '../../state/keys.ts';
import { NARROWING, parseNarrowing } from '../../state/narrowing.ts';
import { createWordFinder } from '../../text/find-words.ts';
import { EventsTable } from './events-table.tsx';
import { EventsToolbar } from './events-toolbar.tsx';

/** Everything that happened on this machine, and happens. */
export function EventsView() {
  const { client, feed, sessions, address, narrow } = useDashboard();
  const { query } = address.value;
  const asked = NARROWING.map((name) => query.get(name) ?? '').join('\n');
  const narrowing = useMemo(() => parseNarrowing(query), [asked]);
  const projectOf = ({ session_id: id, data }: Envelope) =>
    sessions.byId.peek().get(id ?? '')?.project ?? textOf(data.cwd);
  const events = useMemo(() => createEventWindow({ client, feed, projectOf }, narrowing), [client, feed, narrowing]);
  useEffect(() => events.close, [events]);
  const sought = useMemo(() => createWordFinder(narrowing.text), [narrowing]);
  const selected = Number(query.get('event') ?? Number.NaN);
  usePlace(events, { at: query.get('at') ?? undefined, selected });
  const close = () => narrow({ event: undefined });
  useLayoutEffect(() => bindKeys([{ keys: 'Escape', title: 'Close the detail', act: close }]), []);
  const { value: error } = events.error;
  const isRefused = narrowing.text !== undefined && errorCode(error) === 'BAD_QUERY' && error instanceof Error;

  return (
    <div class={Number.isNaN(selected) ? 'view events-view' : 'view events-view has-detail'}>
      <div class="events-main">
        <h1 class="unseen">Events</h1>
        <EventsToolbar narrowing={narrowing} searchError={isRefused ? error.message : undefined} />
        <EventsTable key={asked} events={events} narrowing={narrowing} selected={selected} />
      </div>
      <SoughtProvider value={sought}>
        {!Number.isNaN(selected) && <DetailPane key={selected} seq={selected} withSession={false} onClose={close} />}
      </SoughtProvider>
    </div>
  );
}

interface Place {
  /** `oldest`, or a time; without it the newest. */
  readonly at: string | undefined;
  readonly selected: number;
}

interface Shown {
  readonly events: EventWindow;
  readonly at: string | undefined;
  /** Somebody was led to this event; what is selected later is on the page already. */
  readonly isLink: boolean;
}

/** Reads what the address points at, and again when that changes or nothing could be read; a link to an event begins there. */
function usePlace(events: EventWindow, { at, selected }: Place): void {
  const { link, narrow } = useDashboard();
  const isLive = link.value.kind === 'live';
  const shown = useRef<Shown | undefined>(undefined);
  useEffect(() => {
    const last = shown.current;
    const isSame = last?.events === events && last.at === at;
    const isBegun = isSame && hasBegun(events);
    if (isBegun && isLive) void events.catchUp();
    if (isBegun) return;
    const isFirst = last === undefined && at === undefined && !Number.isNaN(selected);
    const isLink = isSame ? last.isLink : isFirst;
    shown.current = { events, at, isLink };
    void (isLink ? events.loadAround(selected) : readFrom(events, at));
  }, [events, isLive, at]);
  useLayoutEffect(() => {
    const newest = () => (at === undefined ? void events.loadNewest() : narrow({ at: undefined }));
    return bindKeys([
      { keys: 'G', title: 'To the newest', act: newest },
      { keys: 'O', title: 'To the oldest', act: () => narrow({ at: 'oldest' }) },
    ]);
  }, [events, at]);
}

/** Something of it is there, or on its way. */
function hasBegun({ rows, isLoading }: EventWindow): boolean {
  return isLoading.peek() || rows.peek().length > 0;
}

function readFrom(events: EventWindow, at: string | undefined): Promise<void> {
  if (at === 'oldest') return events.loadOldest();
  const atMs = Date.parse(at ?? '');
  return Number.isNaN(atMs) ? events.loadNewest() : events.loadAt(atMs);
}
