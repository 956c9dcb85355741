import type { Moment } from '../../state/moment.ts';
import { meets, type Stretch } from '../../state/waterfall/stretch.ts';
import type { Tick } from '../../state/waterfall/ticks.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import type { Paint } from './canvas.tsx';
import type { Colours } from './colours.ts';
import type { Viewport } from './viewport.ts';

type Brush = CanvasRenderingContext2D;

/** A turn as a band, a gap hatched, or a line where both ends are the same; in whole px. */
export interface BackdropShape {
  readonly kind: 'turn' | 'idle' | 'wait' | 'tick' | 'prompt' | 'failure' | 'note';
  readonly from: number;
  readonly to: number;
}

/** So far apart are the lines that stand for time in which nothing was done. */
const HATCH_PX = 7;
/** Lines nearer to the one before are left out: they would only make it grey. */
const LINES_APART_PX = 4;

/** What stands behind the bars: turns, gaps, ticks, and what concerns the whole session. To be painted again where it is another only. */
export function planBackdrop(
  { turns, landmarks, gaps }: Waterfall,
  viewport: Viewport,
  { ticks, widthPx }: { readonly ticks: readonly Tick[]; readonly widthPx: number },
): BackdropShape[] {
  const { range } = viewport;
  const seen = <One extends Stretch>(all: readonly One[]): readonly One[] =>
    range === undefined ? all : all.filter((one) => meets(one, range));
  const x = (ms: number): number => Math.round(Math.min(2, Math.max(-1, viewport.at(ms))) * widthPx);
  return [
    ...toBands(seen(turns), x),
    ...seen(gaps).map(({ fromMs, toMs, kind }): BackdropShape => {
      return { kind: kind === 'idle' ? 'idle' : 'wait', from: Math.max(0, x(fromMs)), to: Math.min(widthPx, x(toMs)) };
    }),
    ...ticks.map(({ at }) => toLine('tick', Math.round(at * widthPx))),
    ...toLines(seen(landmarks), x),
  ];
}

export function paintBackdrop(shapes: readonly BackdropShape[]): Paint {
  return (brush, { heightPx }, colours) => {
    for (const shape of shapes) draw(brush, shape, { heightPx, colours });
  };
}

function toLine(kind: BackdropShape['kind'], at: number): BackdropShape {
  return { kind, from: at, to: at };
}

function lineKind({ kind }: Moment): BackdropShape['kind'] {
  return kind === 'prompt' || kind === 'failure' ? kind : 'note';
}

/** Bands that touch are one: of thousands of turns a picture shows no more than it has px. */
function toBands(turns: readonly Stretch[], x: (ms: number) => number): BackdropShape[] {
  const bands: { kind: 'turn'; from: number; to: number }[] = [];
  for (const { fromMs, toMs } of turns) {
    const last = bands.at(-1);
    const [from, to] = [x(fromMs), x(toMs)];
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else bands.push({ kind: 'turn', from, to });
  }
  return bands;
}

/** Lines too near to the one before are left out. */
function toLines(landmarks: Waterfall['landmarks'], x: (ms: number) => number): BackdropShape[] {
  const lines: BackdropShape[] = [];
  for (const { moment, fromMs } of landmarks) {
    const at = x(fromMs);
    if (at - (lines.at(-1)?.from ?? -LINES_APART_PX) >= LINES_APART_PX) lines.push(toLine(lineKind(moment), at));
  }
  return lines;
}

function draw(
  brush: Brush,
  { kind, from, to }: BackdropShape,
  { heightPx, colours }: { readonly heightPx: number; readonly colours: Colours },
): void {
  if (kind === 'turn') {
    brush.fillStyle = colours.surface;
    brush.fillRect(from, 0, to - from, heightPx);
  } else if (kind === 'idle' || kind === 'wait') {
    hatch(brush, [from, to], heightPx, colours[kind === 'idle' ? 'line-strong' : 'attention']);
  } else line(brush, from, heightPx, styleOf(kind, colours));
}

type Style = readonly [colour: string, dash?: number[]];

function styleOf(kind: BackdropShape['kind'], colours: Colours): Style {
  if (kind === 'tick') return [colours.line];
  if (kind === 'prompt') return [colours['line-strong']];
  return kind === 'failure' ? [colours.bad] : [colours['text-3'], [4, 3]];
}

function line(brush: Brush, x: number, heightPx: number, [colour, dash = []]: Style): void {
  brush.strokeStyle = colour;
  brush.lineWidth = 1;
  brush.setLineDash(dash);
  brush.beginPath();
  brush.moveTo(x + 0.5, 0);
  brush.lineTo(x + 0.5, heightPx);
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
