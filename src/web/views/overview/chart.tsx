import { useEffect, useRef, useState } from 'preact/hooks';
import { Time } from '../../components/time.tsx';
import { type Series, stack } from '../../state/series.ts';
import { theme } from '../../state/theme.ts';
import { ChartTable } from './chart-table.tsx';
import type { DrawnChart } from './draw-chart.ts';

interface ChartProps {
  readonly title: string;
  /** What can be seen, in a sentence. */
  readonly summary: string;
  readonly kind: 'bars' | 'lines';
  readonly times: readonly number[];
  readonly series: readonly Series[];
  /** Behind each number: ` ms`, ` %`. */
  readonly unit?: string;
}

/** A picture over time, what it says where somebody points, and all of it as a table. */
export function Chart({ title, summary, kind, times, series, unit = '' }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const [bucket, setBucket] = useState<number>();
  const isDark = useDark();
  const lines = kind === 'bars' ? stack(series) : series;
  const latest = useRef({ times, lines });
  latest.current = { times, lines };

  useEffect(() => {
    let isGone = false;
    const draw = async (): Promise<void> => {
      const { drawChart } = await import('./draw-chart.ts');
      if (isGone || place.current === null) return;
      const now = latest.current;
      drawn.current = drawChart(place.current, { kind, unit, times: now.times, series: now.lines, onPoint: setBucket });
    };
    void draw();
    return () => {
      isGone = true;
      drawn.current?.close();
      drawn.current = undefined;
    };
  }, [kind, unit, series.length, isDark, theme.value]);
  useEffect(() => drawn.current?.setData(times, lines), [times, series]);

  return (
    <section class="card chart-card" aria-label={title}>
      <h2>{title}</h2>
      <p class="chart-says">
        {bucket === undefined ? summary : <Pointed at={times[bucket]} bucket={bucket} series={series} unit={unit} />}
      </p>
      <div ref={place} class="chart" role="img" aria-label={`${title}. ${summary}`} />
      {series.length > 1 && (
        <ul class="legend">
          {series.map(({ name, colour }) => (
            <li key={name + colour}>
              <i class={`ink ink-${colour}`} />
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
      <ChartTable title={title} times={times} series={series} unit={unit} />
    </section>
  );
}

interface PointedProps {
  readonly at: number | undefined;
  readonly bucket: number;
  readonly series: readonly Series[];
  readonly unit: string;
}

function Pointed({ at, bucket, series, unit }: PointedProps) {
  if (at === undefined) return null;
  const said = series.flatMap(({ name, values }) => {
    const value = values[bucket];
    return value === null || value === undefined || value === 0 ? [] : [`${name} ${value.toLocaleString()}${unit}`];
  });
  return (
    <>
      <Time at={new Date(at * 1000).toISOString()} withDay />
      <bdi>{` ${said.join(', ') || 'nothing'}`}</bdi>
    </>
  );
}

/** Whether the system is dark now: the picture has to be drawn anew then. */
function useDark(): boolean {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const note = () => setDark(query.matches);
    query.addEventListener('change', note);
    return () => query.removeEventListener('change', note);
  }, []);
  return isDark;
}
