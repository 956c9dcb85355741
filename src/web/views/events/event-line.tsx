import { folderName } from '../../../shared/place-name.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { EventRow } from '../../state/event-row.ts';

const FAILED = /failure|denied/;
const WAITS = /permission_request|notification|elicitation$/;

/** One event in one line. */
export function EventLine({ row, isSelected }: { readonly row: EventRow; readonly isSelected: boolean }) {
  const { address } = useDashboard();
  const query = new URLSearchParams(address.value.query);
  query.set('event', String(row.seq));
  const kind = FAILED.test(row.type) ? 'failed' : WAITS.test(row.type) ? 'waits' : 'plain';
  return (
    <a class={`event-line event-${kind}`} href={`/events?${query}`} aria-current={isSelected ? 'true' : undefined}>
      <Time at={row.at} withDay />
      <bdi class="event-project">{row.cwd === undefined ? '' : toVisibleText(folderName(row.cwd))}</bdi>
      <span class="event-type">{toVisibleText(row.type.replace(/^hook\./, ''))}</span>
      <span class="event-tool">{row.tool && toVisibleText(row.tool)}</span>
      <bdi class="event-text">{row.text}</bdi>
    </a>
  );
}
