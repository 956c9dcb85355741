import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { Series } from '../../state/series.ts';

export interface ChartShape {
  readonly kind: 'bars' | 'lines';
  readonly times: readonly number[];
  /** In the order in which they are drawn. */
  readonly series: readonly Series[];
  readonly unit: string;
  /** Which bucket is pointed at; undefined for none. */
  readonly onPoint: (bucket: number | undefined) => void;
}

export interface DrawnChart {
  setData(times: readonly number[], series: readonly Series[]): void;
  close(): void;
}

const HEIGHT = 180;
const BAR_SHARE = 0.8;

/** Colours come from the sheet, by way of an element that has them: a canvas knows no custom properties. */
export function drawChart(element: HTMLElement, { kind, times, series, unit, onPoint }: ChartShape): DrawnChart {
  const inks = inksOf(element);
  const axis = { stroke: inks('text-3'), grid: { stroke: inks('line'), width: 1 }, ticks: { show: false } };
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const chart = new uPlot(
    {
      width: Math.max(1, element.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] } },
      axes: [
        { ...axis, font, size: 28, gap: 8, grid: { show: false }, values: (_, splits) => splits.map(printTick) },
        { ...axis, font, size: 56, values: (_, splits) => splits.map((value) => printValue(value, unit)) },
      ],
      series: [{}, ...series.map((one) => toLine(one, kind, inks))],
      hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? undefined)] },
    },
    toData(times, series),
    element,
  );
  const observer = new ResizeObserver(() => {
    if (element.clientWidth > 0) chart.setSize({ width: element.clientWidth, height: HEIGHT });
  });
  observer.observe(element);
  return {
    setData: (nextTimes, next) => chart.setData(toData(nextTimes, next)),
    close() {
      observer.disconnect();
      chart.destroy();
    },
  };
}

function toLine({ colour }: Series, kind: ChartShape['kind'], inks: (name: string) => string): uPlot.Series {
  const ink = inks(colour === 0 ? 'line-strong' : `series-${colour}`);
  if (kind === 'lines')
    return { stroke: ink, width: 1.5, spanGaps: false, points: { show: true, size: 5, fill: ink, filter: loneOnes } };
  const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, 24], align: 1 });
  return { fill: ink, stroke: ink, width: 0, points: { show: false }, ...(bars && { paths: bars }) };
}

/** What has no neighbour makes no line: it gets a point. */
function loneOnes(chart: uPlot, series: number): number[] {
  const values = chart.data[series] ?? [];
  const isThere = (at: number) => values[at] !== null && values[at] !== undefined;
  return [...values.keys()].filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}

function toData(times: readonly number[], series: readonly Series[]): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}

/** What a custom property comes to, in the theme of the moment. */
function inksOf(element: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--${name})`;
    element.append(probe);
    const ink = getComputedStyle(probe).color;
    probe.remove();
    return ink;
  };
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function printTick(seconds: number): string {
  const at = new Date(seconds * 1000);
  return at.getHours() === 0 && at.getMinutes() === 0 ? DAY.format(at) : CLOCK.format(at);
}

function printValue(value: number, unit: string): string {
  return `${value.toLocaleString()}${unit}`;
}
