import { folderName } from '../../../shared/place-name.ts';
import type { Match } from '../../../shared/search.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import type { EventRow } from '../../state/event-row.ts';
import { toPieces } from '../../state/marks.ts';

const FAILED = /failure|denied/;
const WAITS = /permission_request|notification|elicitation$/;

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
      <span class="event-type">{toVisibleText(row.type.replace(/^hook\./, ''))}</span>
      <span class="event-tool">{row.tool && toVisibleText(row.tool)}</span>
      {row.match === undefined ? (
        <bdi class="event-text">{toVisibleText(row.text)}</bdi>
      ) : (
        <Excerpt match={row.match} />
      )}
    </a>
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
