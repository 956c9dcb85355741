import type { Moment } from '../../state/moment.ts';
import type { Row } from '../../state/waterfall/row.ts';
import { meets, type Stretch } from '../../state/waterfall/stretch.ts';
import type { Tick } from '../../state/waterfall/ticks.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import type { Paint } from './canvas.tsx';
import type { Colours } from './colours.ts';
import type { Viewport } from './viewport.ts';

type Brush = CanvasRenderingContext2D;

/** So far apart are the lines that stand for time in which nothing was done. */
const HATCH_PX = 7;
/** Lines nearer to the one before are left out: they would only make it grey. */
const LINES_APART_PX = 4;

/** What stands behind the bars: turns as bands, gaps hatched, a line for each tick and for what concerns the whole session. */
export function paintBackdrop(
  { turns, landmarks, gaps }: Waterfall,
  viewport: Viewport,
  ticks: readonly Tick[],
): Paint {
  const { range = viewport.scale.extent } = viewport;
  const isSeen = (stretch: Stretch): boolean => meets(stretch, range);
  return (brush, { widthPx, heightPx }, colours) => {
    const x = (ms: number): number => viewport.at(ms) * widthPx;
    brush.fillStyle = colours.surface;
    for (const { fromMs, toMs } of turns.filter(isSeen)) brush.fillRect(x(fromMs), 0, x(toMs) - x(fromMs), heightPx);
    for (const { fromMs, toMs, kind } of gaps.filter(isSeen)) {
      const colour = kind === 'idle' ? colours['line-strong'] : colours.attention;
      hatch(brush, [Math.max(0, x(fromMs)), Math.min(widthPx, x(toMs))], heightPx, colour);
    }
    for (const { at } of ticks) line(brush, at * widthPx, heightPx, colours.line);
    const lines = linesOf(landmarks.filter(isSeen), colours);
    drawLines(lines, (one) => line(brush, x(one.at), heightPx, ...one.style), x);
  };
}

interface Line {
  readonly at: number;
  readonly style: Style;
}

type Style = [colour: string, dash?: number[]];

function linesOf(rows: readonly Row[], colours: Colours): Line[] {
  return rows.map(({ moment, fromMs }) => ({ at: fromMs, style: styleOf(moment, colours) }));
}

function drawLines(lines: readonly Line[], draw: (one: Line) => void, x: (ms: number) => number): void {
  let lastPx = -LINES_APART_PX;
  for (const one of lines) {
    const px = x(one.at);
    if (px - lastPx < LINES_APART_PX) continue;
    lastPx = px;
    draw(one);
  }
}

function styleOf({ kind }: Moment, colours: Colours): Style {
  if (kind === 'prompt') return [colours['line-strong']];
  return kind === 'failure' ? [colours.bad] : [colours['text-3'], [4, 3]];
}

function line(brush: Brush, x: number, heightPx: number, colour: string, dash: number[] = []): void {
  brush.strokeStyle = colour;
  brush.lineWidth = 1;
  brush.setLineDash(dash);
  brush.beginPath();
  brush.moveTo(Math.round(x) + 0.5, 0);
  brush.lineTo(Math.round(x) + 0.5, heightPx);
  brush.stroke();
  brush.setLineDash([]);
}

function hatch(brush: Brush, [from, to]: readonly [number, number], heightPx: number, colour: string): void {
  if (to - from < LINES_APART_PX) return;
  brush.save();
  brush.beginPath();
  brush.rect(from, 0, to - from, heightPx);
  brush.clip();
  brush.strokeStyle = colour;
  brush.globalAlpha = 0.4;
  brush.beginPath();
  const first = from - heightPx;
  for (let x = first - (first % HATCH_PX); x < to; x += HATCH_PX) {
    brush.moveTo(x, heightPx);
    brush.lineTo(x + heightPx, 0);
  }
  brush.stroke();
  brush.restore();
}
