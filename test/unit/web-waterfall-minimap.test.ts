import { expect, test } from 'vitest';
import type { Moment } from '../../src/web/state/moment.ts';
import type { Row } from '../../src/web/state/waterfall/row.ts';
import type { Stretch } from '../../src/web/state/waterfall/stretch.ts';
import { createTimeScale } from '../../src/web/state/waterfall/time-scale.ts';
import { createTracks } from '../../src/web/state/waterfall/tracks.ts';
import { paintMinimap } from '../../src/web/views/waterfall/paint-minimap.ts';

const SIZE = { widthPx: 100, heightPx: 40 };
/** Each goes by its name. */
const COLOURS = new Proxy({}, { get: (_, name) => name }) as Parameters<ReturnType<typeof paintMinimap>>[2];

type Box = readonly [colour: string, x: number, y: number, width: number, height: number];

function paint(rows: readonly Row[], untilMs: number, turns: readonly Stretch[] = []): Box[] {
  const boxes: Box[] = [];
  const brush = {
    fillStyle: '',
    fillRect(...box: [number, number, number, number]) {
      boxes.push([this.fillStyle, ...box]);
    },
  };
  const scale = createTimeScale({ fromMs: 0, toMs: untilMs }, []);
  paintMinimap(createTracks()(rows), turns, scale)(brush as unknown as CanvasRenderingContext2D, SIZE, COLOURS);
  return boxes;
}

function aCall(fromMs: number, toMs: number, outcome: Moment['outcome'] = 'ok', wait?: Stretch): Row {
  return { isHead: false, moment: { kind: 'call', outcome }, fromMs, toMs, wait } as unknown as Row;
}

/** One behind the other, a hundred for each px. */
const tenThousand = () => Array.from({ length: 10_000 }, (_, at) => aCall(at, at + 1));

test('each call is a box in the colour of how it ended; what ran at once stands below', () => {
  const calls = [aCall(10, 20), aCall(15, 30, 'failed'), aCall(40, 50, 'running'), aCall(60, 60, 'unknown')];

  expect(paint(calls, 100)).toEqual([
    ['accent', 10, 6, 10, 5],
    ['bad', 15, 12, 15, 5],
    ['good', 40, 6, 10, 5],
    ['text-3', 60, 6, 1.5, 5],
  ]);
});

test('what a call waited stands on its box', () => {
  expect(paint([aCall(10, 60, 'ok', { fromMs: 20, toMs: 50 })], 100)).toEqual([
    ['accent', 10, 6, 50, 5],
    ['attention', 20, 6, 30, 5],
  ]);
});

test('turns are bands behind the calls, and lines before them', () => {
  expect(paint([aCall(10, 20)], 100, [{ fromMs: 5, toMs: 50 }])).toEqual([
    ['surface', 5, 0, 45, 40],
    ['accent', 10, 6, 10, 5],
    ['text-3', 5, 0, 1, 40],
  ]);
});

test('of thousands of calls as many are painted as can be seen, without a hole', () => {
  const boxes = paint(tenThousand(), 10_000);

  expect(boxes.length).toBeLessThanOrEqual(4 * SIZE.widthPx + 1);
  const ends = boxes.map(([, x, , width]) => x + width);
  boxes.slice(1).forEach(([, x], at) => {
    expect(x).toBeLessThanOrEqual(ends[at] ?? 0);
  });
  expect(ends.at(-1)).toBeGreaterThanOrEqual(SIZE.widthPx);
});

test('one that failed is seen among them all the same: nothing that went well covers it', () => {
  const calls = tenThousand();
  calls[5003] = aCall(5003, 5004, 'failed');

  expect(paint(calls, 10_000).at(-1)).toEqual(['bad', expect.closeTo(50.03), 6, 1.5, 5]);
});

test('one that waited is seen among them', () => {
  const calls = tenThousand();
  calls[7003] = aCall(7003, 7004, 'ok', { fromMs: 7003, toMs: 7004 });
  const waits = paint(calls, 10_000).filter(([colour]) => colour === 'attention');

  expect(waits).toEqual([['attention', expect.closeTo(70.03), 6, 1.5, 5]]);
});
