import { tookOf } from '../../state/waterfall/describe-row.ts';
import type { Row } from '../../state/waterfall/row.ts';
import type { Stretch } from '../../state/waterfall/stretch.ts';
import type { PlaceOf } from './viewport.ts';

/** Bars end a little outside of what is seen, so that it shows that they go on. */
const OUTSIDE = 0.02;
/** Further right there is no room for words behind a bar. */
const ROOM_UNTIL = 0.85;

/** What a row covers of the time: a bar, its wait for the human hatched; a mark for what took no time. */
export function WaterfallBar({ row, at }: { readonly row: Row; readonly at: PlaceOf }) {
  const { wait, moment, isOpen } = row;
  const place = (stretch: Stretch) => {
    const from = clamp(at(stretch.fromMs));
    return { left: percent(from), width: percent(clamp(at(stretch.toMs)) - from) };
  };
  if (row.toMs === row.fromMs && moment.kind !== 'call') {
    return <span class={`waterfall-mark mark-${moment.kind}`} style={{ left: percent(at(row.fromMs)) }} />;
  }
  const took = tookOf(row);
  return (
    <>
      <span class={`waterfall-bar ${isOpen ? 'is-open' : ''} ${row.isHead ? 'is-head' : ''}`} style={place(row)} />
      {wait !== undefined && <span class="waterfall-wait" style={place(wait)} />}
      {took !== undefined && (
        <Took from={at(row.fromMs)} to={at(row.toMs)}>
          {took}
        </Took>
      )}
    </>
  );
}

interface TookProps {
  readonly from: number;
  readonly to: number;
  readonly children: string;
}

/** Behind the bar, before it where there is no room, and on it where it takes all of it. */
function Took({ from, to, children }: TookProps) {
  if (to < 0 || from > 1) return null;
  const isOn = to >= ROOM_UNTIL && from <= 1 - ROOM_UNTIL;
  const style = to < ROOM_UNTIL ? { left: percent(Math.max(0, to)) } : { right: isOn ? 0 : percent(1 - from) };
  return (
    <span class={isOn ? 'waterfall-took is-on' : 'waterfall-took'} style={style}>
      {children}
    </span>
  );
}

function clamp(share: number): number {
  return Math.min(1 + OUTSIDE, Math.max(-OUTSIDE, share));
}

/** As exactly as can be seen: what moves by less stays as it is. */
function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}
