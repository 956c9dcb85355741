import { describe, expect, test } from 'vitest';
import { printFindings } from '../../src/cli/render/findings.ts';
import { glyphsFor } from '../../src/cli/render/glyphs.ts';
import { createPaint } from '../../src/cli/render/paint.ts';
import { printStatus } from '../../src/cli/render/status.ts';
import { printDuration } from '../../src/shared/print-duration.ts';

const NOW = Date.UTC(2026, 10, 22, 12);

const aStatus = (more: Readonly<Record<string, unknown>> = {}) => ({
  running: true,
  pid: 4711,
  port: 8765,
  version: '1.2.0',
  uptimeMs: 11_520_000,
  events: 1204,
  sessions: 2,
  lastEventAt: NOW - 4000,
  watching: { dashboard: 1, tail: 2 },
  hook: { p50Ms: 2.14, p95Ms: 4.09, count: 1000, late: 0 },
  relay: null,
  spool: { files: 0, bytes: 0 },
  store: { durable: true },
  dropped: 0,
  rejected: 0,
  ...more,
});

test('a daemon’s status is a few lines', () => {
  expect(printStatus(aStatus(), NOW)).toEqual([
    'Running   pid 4711, for 3 h 12 min, version 1.2.0',
    'Address   http://127.0.0.1:8765',
    'Events    1,204 taken in, 2 sessions, last 4 s ago',
    'Watching  1 dashboard, 2 tails',
    'Hook      2.1 ms median, 4.1 ms at 95 %, of the last 1,000',
    'Relay     -',
    'Spool     empty',
  ]);
});

test.each([
  [{ state: 'ready', lagEvents: 0, bytes: 24_120_000 }, 'up to date, 24.1 MB'],
  [{ state: 'catching_up', lagEvents: 1204, bytes: 812 }, '1,204 events behind, 812 bytes'],
  [{ state: 'rebuilding', lagEvents: 1, bytes: 999_960_000 }, 'being rebuilt, 1 event behind, 1.0 GB'],
  [{ state: 'off', lagEvents: 1, bytes: 0, reason: 'database or disk is full' }, 'off: database or disk is full'],
])('search that is %j reads %j', (search, says) => {
  expect(printStatus(aStatus({ search }), NOW)[5]).toBe(`Search    ${says}`);
});

test('F33: losses and troubles are said, and only when there are any', () => {
  const lines = printStatus(aStatus({ dropped: 12, rejected: 1, store: { durable: false }, spool: { files: 3 } }), NOW);
  expect(lines.slice(6)).toEqual([
    'Spool     3 events waiting',
    'Lost      12 dropped, 1 rejected',
    'Store     in memory only: it cannot be written',
  ]);
});

test('F31: how much is kept is said, of how much, since when, and what pinned sessions have too much', () => {
  const retention = { days: 30, maxBytes: 2 ** 31, bytes: 412_345_678, oldestEventAt: '2026-11-01T12:00:00.000Z' };
  const linesOf = (more: object, pruned = 0) =>
    printStatus(aStatus({ retention: { ...retention, ...more }, pruned }), NOW).slice(7);

  expect(linesOf({}, 12_034)).toEqual(['Kept      412 MB of at most 2.1 GB, the oldest event 21 d old, 12,034 pruned']);
  expect(linesOf({ maxBytes: 0, oldestEventAt: null, bytes: 4096 })).toEqual(['Kept      4.1 KB']);
  expect(linesOf({ pinnedOverBytes: 2_500_000 })[1]).toBe('Pinned    sessions alone are 2.5 MB too much');
});

test.each([
  [{ salvaging: true, salvaged: 12 }, '12 of its events copied so far'],
  [{ salvaged: 1200, lost: 4 }, '1,200 of its events copied, 4 lost'],
  [{ salvaged: 0, lost: null }, '0 of its events copied, the others lost'],
])('F37: of a damaged store it is said where it lies: %j', (became, says) => {
  const store = { durable: true, setAside: '/home/dev/events.damaged.db', ...became };
  expect(printStatus(aStatus({ store }), NOW)[7]).toBe(`Damaged   /home/dev/events.damaged.db: ${says}`);
});

test('F32: secrets that were taken out are counted', () => {
  expect(printStatus(aStatus({ redacted: 12 }), NOW)[7]).toBe('Redacted  12 secrets');
});

test('a fresh daemon says nothing of events that never were', () => {
  const fresh = {
    events: 0,
    sessions: 0,
    lastEventAt: null,
    watching: {},
    hook: { p50Ms: null, p95Ms: null, count: 0 },
  };
  expect(printStatus(aStatus(fresh), NOW).slice(2, 5)).toEqual([
    'Events    0 taken in, 0 sessions',
    'Watching  -',
    'Hook      -',
  ]);
});

test.each([
  [{ p50Ms: 2, p95Ms: 4, count: 10, late: 3 }, 'Hook      2.0 ms median, 4.0 ms at 95 %, of the last 10, 3 late'],
  [{ p50Ms: null, p95Ms: null, count: 0, late: 69 }, 'Hook      69 late'],
])('F33: events that came late are told: %j', (hook, line) => {
  expect(printStatus(aStatus({ hook }), NOW)[4]).toBe(line);
});

test.each([
  [0, '0 ms'],
  [44.4, '44 ms'],
  [999.6, '1 s'],
  [8100, '8.1 s'],
  [9960, '10 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [192_000, '3 min 12 s'],
  [11_520_000, '3 h 12 min'],
  [273_600_000, '3 d 4 h'],
])('%d ms are %s', (ms, says) => {
  expect(printDuration(ms)).toBe(says);
});

describe('the doctor’s report', () => {
  const findings = [
    { state: 'ok', says: 'Daemon answers', detail: '1.4 ms' },
    { state: 'warning', says: 'Daemon is 1.1.0, this is 1.2.0', hint: 'mpm-hook daemon restart' },
    { state: 'problem', says: 'Spool holds 3 events from yesterday', hint: 'mpm-hook daemon logs --level warn' },
  ] as const;

  test('has a mark, a sentence, and what to do about it', () => {
    const lines = printFindings(findings, { paint: createPaint(false), glyphs: glyphsFor({}), columns: 80 });
    expect(lines).toEqual([
      '✓ Daemon answers                       1.4 ms',
      '! Daemon is 1.1.0, this is 1.2.0       mpm-hook daemon restart',
      '✗ Spool holds 3 events from yesterday  mpm-hook daemon logs --level warn',
      '',
      '1 problem, 1 warning.',
    ]);
  });

  test('puts the next step below where there is no room beside', () => {
    const lines = printFindings(findings, { paint: createPaint(false), glyphs: glyphsFor({}), columns: 70 });
    expect(lines.slice(2, 4)).toEqual([
      '✗ Spool holds 3 events from yesterday',
      '    mpm-hook daemon logs --level warn',
    ]);
  });

  test('reads on a dumb terminal too', () => {
    const lines = printFindings(findings, {
      paint: createPaint(false),
      glyphs: glyphsFor({ TERM: 'dumb' }),
      columns: 80,
    });
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['ok ', '!  ', 'x  ', '', '1 p']);
  });

  test('that finds nothing says so', () => {
    const look = { paint: createPaint(false), glyphs: glyphsFor({}), columns: 80 };
    expect(printFindings([findings[0]], look).at(-1)).toBe('All is well.');
  });
});
