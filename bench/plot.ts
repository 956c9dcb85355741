/** One line of a plot: a name, and its points from left to right. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface PlotOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

const [WIDTH, HEIGHT] = [720, 400];
const MARGIN = { top: 40, right: 210, bottom: 50, left: 64 };
const COLOURS = ['#0b62a4', '#d1495b', '#2a9d5c', '#b8860b', '#7b4fa3', '#4a4e69', '#008b8b', '#a0522d'];

/** A plot of two logarithmic axes, as SVG that is read in light and in dark. */
export function plotLogLog(series: readonly Series[], { title, xLabel, yLabel }: PlotOptions): string {
  const points = series.flatMap((one) => one.points);
  const x = createAxis(
    points.map(([value]) => value),
    [MARGIN.left, WIDTH - MARGIN.right],
  );
  const y = createAxis(
    points.map(([, value]) => value),
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  );
  const bottom = HEIGHT - MARGIN.bottom;
  const right = WIDTH - MARGIN.right;
  const marks = [
    ...x.decades.map(
      (at) =>
        `${line([x.place(at), MARGIN.top], [x.place(at), bottom])}${text(x.place(at), bottom + 18, print(at), 'middle')}`,
    ),
    ...y.decades.map(
      (at) =>
        `${line([MARGIN.left, y.place(at)], [right, y.place(at)])}${text(MARGIN.left - 8, y.place(at) + 4, print(at), 'end')}`,
    ),
  ];
  const drawn = series.map((one, index) => drawSeries(one, index, { x, y }));
  const labels = [
    text(MARGIN.left, 22, title, 'start', 'font-weight="600"'),
    text((MARGIN.left + right) / 2, HEIGHT - 12, xLabel, 'middle'),
    text(16, (MARGIN.top + bottom) / 2, yLabel, 'middle', `transform="rotate(-90 16 ${(MARGIN.top + bottom) / 2})"`),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...marks,
    ...drawn,
    ...labels,
    '</svg>\n',
  ].join('\n');
}

interface Axis {
  readonly decades: readonly number[];
  place(value: number): number;
}

/** From the power of ten below the least to that above the greatest. */
function createAxis(values: readonly number[], [from, to]: readonly [number, number]): Axis {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  const decades = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  return { decades, place: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from) };
}

function drawSeries({ name, points }: Series, index: number, { x, y }: { readonly x: Axis; readonly y: Axis }): string {
  const colour = COLOURS[index % COLOURS.length];
  const places = points.map(([at, value]) => `${round(x.place(at))},${round(y.place(value))}`);
  const dots = places.map((place) => `<circle cx="${place.replace(',', '" cy="')}" r="3" fill="${colour}"/>`);
  const legendY = MARGIN.top + 12 + index * 20;
  const legendX = WIDTH - MARGIN.right + 16;
  const sample = `<rect x="${legendX}" y="${legendY - 9}" width="10" height="10" fill="${colour}"/>`;
  const path = `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  return `${path}${dots.join('')}${sample}${text(legendX + 16, legendY, name, 'start')}`;
}

function line([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#dddddd"/>`;
}

function text(x: number, y: number, words: string, anchor: string, more = ''): string {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="#333333" ${more}>${safe}</text>`;
}

function print(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1000 ? `${value / 1000} k` : String(Number(value.toPrecision(1)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
