import './chart.css';
import './rows.css';
import './bars.css';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { EvenList } from '../../components/even-list.tsx';
import { useKeptRows } from '../../components/use-kept-rows.tsx';
import { useSize } from '../../components/use-size.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { bindKeys } from '../../state/keys.ts';
import type { Moment } from '../../state/moment.ts';
import { offsetMsAt } from '../../state/waterfall/print-clock.ts';
import type { Row } from '../../state/waterfall/row.ts';
import { meets } from '../../state/waterfall/stretch.ts';
import { placeTicks } from '../../state/waterfall/ticks.ts';
import { widen } from '../../state/waterfall/view-range.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import { Axis } from './axis.tsx';
import { Canvas } from './canvas.tsx';
import { chartKeys } from './chart-keys.ts';
import { useGestures } from './gestures.ts';
import { paintBackdrop, planBackdrop } from './paint-backdrop.ts';
import { usePointing } from './pointing.ts';
import { Tooltip } from './tooltip.tsx';
import type { Viewport } from './viewport.ts';
import { WaterfallRow } from './waterfall-row.tsx';

const ROW_PX = 26;
const TICKS_APART_PX = 92;
const EVER = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

interface ChartProps {
  readonly waterfall: Waterfall;
  readonly viewport: Viewport;
  readonly selected: Moment | undefined;
}

/** The rows of what is looked at, before their time. */
export function Chart({ waterfall, viewport, selected }: ChartProps) {
  const { scale, range } = viewport;
  const dashboard = useDashboard();
  const { query } = dashboard.address.value;
  const body = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const { widthPx } = useSize(track);
  useGestures({ body, track }, viewport);
  const { fromMs, toMs } = range === undefined ? EVER : widen(range);
  const rows = useMemo(
    () => (toMs === EVER.toMs ? waterfall.rows : waterfall.rows.filter((row) => meets(row, { fromMs, toMs }))),
    [waterfall, fromMs, toMs],
  );
  const ticks = useMemo(
    () => placeTicks(scale, range, { widthPx, apartPx: TICKS_APART_PX, offsetMs: offsetMsAt(scale.extent.fromMs) }),
    [scale, range, widthPx],
  );
  const shapes = useMemo(
    () => planBackdrop(waterfall, viewport, { ticks: ticks.ticks, widthPx }),
    [waterfall, scale, range, ticks, widthPx],
  );
  const plan = useMemo(() => JSON.stringify(shapes), [shapes]);
  const paint = useMemo(() => paintBackdrop(shapes), [plan]);
  const { pointed, listeners } = usePointing(rows);
  const latest = useRef({ viewport, rows });
  latest.current = { viewport, rows };
  useLayoutEffect(() => bindKeys(chartKeys(() => latest.current, dashboard)), [dashboard]);

  const path = useMemo(() => pathBefore(query), [query]);
  const { at } = viewport;
  const toRow = useKeptRows(
    (row: Row) => <WaterfallRow row={row} at={at} href={path + row.moment.seq} isSelected={row.moment === selected} />,
    [at, path, selected],
  );
  return (
    <div class="waterfall-chart">
      <Axis
        track={track}
        widthPx={widthPx}
        viewport={viewport}
        ticks={ticks}
        rowCount={countRows(rows.length, waterfall.rows.length)}
      />
      <div class="waterfall-body" ref={body} {...listeners}>
        <div class="waterfall-behind">
          <Canvas class="waterfall-backdrop" paint={paint} />
        </div>
        <EvenList
          label="Calls of the session"
          class="waterfall-rows"
          items={rows}
          keyOf={({ key }) => key}
          row={toRow}
          rowPx={ROW_PX}
          startKey={selected?.key}
        />
        {pointed !== undefined && <Tooltip {...pointed} />}
      </div>
    </div>
  );
}

/** The address of a row but for the number of its event. */
function pathBefore(query: URLSearchParams): string {
  const others = new URLSearchParams(query);
  others.delete('event');
  others.append('event', '');
  return `?${others}`;
}

function countRows(shown: number, all: number): string {
  if (shown === all) return all === 1 ? '1 row' : `${all.toLocaleString()} rows`;
  return `${shown.toLocaleString()} of ${all.toLocaleString()} rows`;
}
