import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../src/web/state/waterfall/row.ts';
import { createTracks } from '../../src/web/state/waterfall/tracks.ts';
import { toBands, toLines } from '../../src/web/views/waterfall/paint-minimap.ts';

const ROW = { key: '', depth: 0, isHead: false, isOpen: false, wait: undefined };

function aRow([fromMs, forMs, outcome]: readonly [number, number, 'ok' | 'failed' | undefined]): Row {
  const moment = outcome === undefined ? { kind: 'prompt' } : { kind: 'call', outcome };
  return { ...ROW, moment, fromMs, toMs: fromMs + forMs } as unknown as Row;
}

const rows = fc.array(fc.tuple(fc.nat(40), fc.nat(12), fc.constantFrom('ok', 'failed', undefined)).map(aRow));

test('on one track nothing overlaps, and there are no more tracks than run at once', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const { fromMs, toMs, track, count } = createTracks()(all);
      const items = fromMs.map((from, at) => ({
        fromMs: from,
        toMs: Math.max(from + 1, toMs[at] ?? 0),
        on: track[at],
      }));
      for (const ofTrack of Map.groupBy(items, ({ on }) => on).values()) {
        ofTrack.slice(1).forEach((next, at) => {
          expect(next.fromMs).toBeGreaterThanOrEqual(ofTrack[at]?.toMs ?? 0);
        });
      }
      const atOnce = items.map(
        (one) => items.filter((other) => other.fromMs <= one.fromMs && one.fromMs < other.toMs).length,
      );
      expect(count).toBe(Math.max(0, ...atOnce));
    }),
  );
});

test('tracks that are told again are those of all rows at once, whatever was added, changed or has gone', () => {
  const change = fc.record({ leaves: fc.nat(12), more: rows });
  fc.assert(
    fc.property(fc.array(change, { minLength: 2 }), (changes) => {
      const toTracks = createTracks();
      let all: Row[] = [];
      for (const { leaves, more } of changes) {
        all = [...all.slice(0, Math.max(0, all.length - leaves)), ...more];
        expect(toTracks(all)).toEqual(createTracks()(all));
      }
    }),
  );
});

test('of thousands of turns in a small picture as much is painted as can be seen', () => {
  const turns = Array.from({ length: 5000 }, (_, at) => ({ fromMs: at * 10, toMs: at * 10 + 9 }));
  const x = (ms: number) => ms / 100;
  expect(toBands(turns, x)).toEqual([[0, 499.99]]);
  expect(toLines(turns, x)).toHaveLength(500);
});

test('turns that are apart are bands and lines of their own', () => {
  const turns = [0, 100, 101].map((fromMs) => ({ fromMs, toMs: fromMs + 50 }));
  expect(toBands(turns, (ms) => ms)).toEqual([
    [0, 50],
    [100, 151],
  ]);
  expect(toLines(turns, (ms) => ms)).toEqual([0, 100, 101]);
});
