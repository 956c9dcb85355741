import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { folderName } from '../../../shared/place-name.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import type { Match } from '../../../shared/search.ts';
import { shortId } from '../../components/short-id.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { EventRow } from '../../state/event-row.ts';
import { toPieces } from '../../state/marks.ts';

const FAILED = /failure|denied/;
const WAITS = /permission_request|notification|elicitation$/;
const MAX_NAME_CHARS = 60;

interface EventLineProps {
  readonly row: EventRow;
  /** The address of the table, to which the event is added. */
  readonly base: string;
  readonly isSelected: boolean;
}

/** One event in one line. */
export function EventLine({ row, base, isSelected }: EventLineProps) {
  const kind = FAILED.test(row.type) ? 'failed' : WAITS.test(row.type) ? 'waits' : 'plain';
  return (
    <a
      class={`event-line event-${kind}`}
      href={`${base}event=${row.seq}`}
      aria-current={isSelected ? 'true' : undefined}
    >
      <Time at={row.at} withDay />
      <bdi class="event-project">{row.cwd === undefined ? '' : toVisibleText(folderName(row.cwd))}</bdi>
      {row.sessionId === undefined ? <span class="event-session" /> : <SessionName id={row.sessionId} />}
      <span class="event-type">{toVisibleText(row.type.replace(/^hook\./, ''))}</span>
      <span class="event-tool">{row.tool && toVisibleText(row.tool)}</span>
      {row.match === undefined ? (
        <bdi class="event-text">{toVisibleText(row.text)}</bdi>
      ) : (
        <Excerpt match={row.match} />
      )}
      <End row={row} />
    </a>
  );
}

/** What it is called, else the beginning of its id: a text of its own, so that no row is made anew when sessions change. */
function SessionName({ id }: { readonly id: string }) {
  const { sessions } = useDashboard();
  const text = useMemo(
    () =>
      computed(() => {
        const { name, title } = sessions.byId.value.get(id) ?? {};
        const called = name ?? title;
        return called === undefined ? shortId(id) : toVisibleText(called.slice(0, MAX_NAME_CHARS));
      }),
    [sessions, id],
  );
  return <bdi class="event-session">{text}</bdi>;
}

/** How a call ended, in a word, and how long it took. */
function End({ row: { outcome, durationMs } }: Pick<EventLineProps, 'row'>) {
  return (
    <>
      <span class={`event-outcome is-${outcome ?? 'none'}`}>{outcome}</span>
      <span class="event-took">{durationMs !== undefined && printDuration(durationMs)}</span>
    </>
  );
}

function Excerpt({ match }: { readonly match: Match }) {
  return (
    <bdi class="event-text" title={toVisibleText(match.path)}>
      {toPieces(match).map(({ text, isMarked }) =>
        isMarked ? <mark>{toVisibleText(text)}</mark> : toVisibleText(text),
      )}
    </bdi>
  );
}
