import { printDuration } from '../../../shared/print-duration.ts';
import { toVisibleText } from '../../components/visible-text.ts';
import { tookOf } from '../../state/waterfall/describe-row.ts';
import { printClock } from '../../state/waterfall/print-clock.ts';
import type { Row } from '../../state/waterfall/row.ts';

const MAX_CHARS = 400;

export interface Pointed {
  readonly row: Row;
  /** Within what the rows stand in. */
  readonly leftPx: number;
  readonly topPx: number;
  /** There is no room below. */
  readonly isAbove: boolean;
}

/** What is pointed at, in full; the row's own label says the same to whoever does not see it. */
export function Tooltip({ row, leftPx, topPx, isAbove }: Pointed) {
  const { moment, wait, fromMs, toMs, isGuess } = row;
  const took = tookOf(row);
  return (
    <div
      class={isAbove ? 'waterfall-tip is-above' : 'waterfall-tip'}
      aria-hidden="true"
      style={{ left: `${leftPx}px`, top: `${topPx}px` }}
    >
      <p>
        <strong>{toVisibleText(moment.name.slice(0, MAX_CHARS))}</strong>
        {moment.outcome !== undefined && <span class={`tip-${moment.outcome}`}> {moment.outcome}</span>}
        {took !== undefined && ` · ${took}`}
      </p>
      {moment.text !== '' && <bdi class="mono">{toVisibleText(moment.text.slice(0, MAX_CHARS))}</bdi>}
      {moment.error !== undefined && <bdi class="tip-failed">{toVisibleText(moment.error.slice(0, MAX_CHARS))}</bdi>}
      <p class="quiet">
        {printClock(fromMs)}
        {toMs > fromMs && ` – ${isGuess ? 'end not known' : printClock(toMs)}`}
        {wait !== undefined && ` · waited ${printDuration(wait.toMs - wait.fromMs)} for you`}
      </p>
    </div>
  );
}
