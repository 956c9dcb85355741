import { expect, test } from 'vitest';
import type { Moment } from '../../src/web/state/moment.ts';
import type { Row } from '../../src/web/state/waterfall/row.ts';
import { createTimeScale } from '../../src/web/state/waterfall/time-scale.ts';
import type { Waterfall } from '../../src/web/state/waterfall/waterfall.ts';
import { planBackdrop } from '../../src/web/views/waterfall/paint-backdrop.ts';

const EXTENT = { fromMs: 0, toMs: 10_000 };
const WIDTH_PX = 1000;

/** Ten ms a px. */
function plan(parts: Partial<Waterfall>, ticks: readonly { ms: number; at: number }[] = []) {
  const scale = createTimeScale(EXTENT, [], { hidesIdle: false });
  const viewport = { scale, range: undefined, at: (ms: number) => ms / EXTENT.toMs, change: () => undefined };
  const empty = { turns: [], gaps: [], landmarks: [], rows: [], extent: EXTENT };
  return planBackdrop({ ...empty, ...parts } as unknown as Waterfall, viewport, { ticks, widthPx: WIDTH_PX });
}

const turn = (fromMs: number, toMs: number) => ({ key: `${fromMs}`, fromMs, toMs, isOpen: false });
const landmark = (kind: Moment['kind'], fromMs: number) => ({ moment: { kind }, fromMs, toMs: fromMs }) as Row;

test('turns are bands, gaps hatched, ticks and landmarks lines, in whole px', () => {
  const shapes = plan(
    {
      turns: [turn(1004, 3000)],
      gaps: [
        { fromMs: 3000, toMs: 5000, kind: 'idle' },
        { fromMs: 5000, toMs: 6000, kind: 'wait' },
      ],
      landmarks: [landmark('prompt', 1000), landmark('failure', 2000), landmark('note', 2500)],
    },
    [{ ms: 7000, at: 0.7 }],
  );

  expect(shapes).toEqual([
    { kind: 'turn', from: 100, to: 300 },
    { kind: 'idle', from: 300, to: 500 },
    { kind: 'wait', from: 500, to: 600 },
    { kind: 'tick', from: 700, to: 700 },
    { kind: 'prompt', from: 100, to: 100 },
    { kind: 'failure', from: 200, to: 200 },
    { kind: 'note', from: 250, to: 250 },
  ]);
});

test('lines that would only make it grey are left out', () => {
  const close = [0, 10, 20, 30, 40, 50].map((fromMs) => landmark('prompt', fromMs));

  expect(plan({ landmarks: close }).map(({ from }) => from)).toEqual([0, 4]);
});

test('turns that touch are one band', () => {
  const turns = [turn(0, 1000), turn(1002, 2000), turn(2000, 2004), turn(3000, 4000)];

  expect(plan({ turns })).toEqual([
    { kind: 'turn', from: 0, to: 200 },
    { kind: 'turn', from: 300, to: 400 },
  ]);
});

test('what moves by less than a px is no other picture; what moves by more is', () => {
  const until = (toMs: number) => plan({ turns: [turn(0, toMs)] });

  expect(until(5003)).toEqual(until(5000));
  expect(until(5010)).not.toEqual(until(5000));
});

test('what is not looked at is not painted', () => {
  const scale = createTimeScale(EXTENT, [], { hidesIdle: false });
  const range = { fromMs: 5000, toMs: 6000 };
  const viewport = { scale, range, at: (ms: number) => (ms - 5000) / 1000, change: () => undefined };
  const parts = { turns: [turn(0, 1000)], gaps: [], landmarks: [landmark('prompt', 5500)] };

  expect(planBackdrop(parts as unknown as Waterfall, viewport, { ticks: [], widthPx: WIDTH_PX })).toEqual([
    { kind: 'prompt', from: 500, to: 500 },
  ]);
});
