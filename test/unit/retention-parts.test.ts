import { describe, expect, test } from 'vitest';
import { createAgeRules } from '../../src/daemon/retention/age-rules.ts';
import { createHoles } from '../../src/daemon/retention/holes.ts';
import { createPace } from '../../src/daemon/retention/pace.ts';
import { createRoom } from '../../src/daemon/retention/room.ts';
import { createSizeLimit } from '../../src/daemon/retention/size-limit.ts';
import { createTrustedClock } from '../../src/daemon/retention/trusted-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('the pace', () => {
  const sizesOf = (worksMs: number, steps: number) => {
    let workedMs = 0;
    const pace = createPace({ least: 16, most: 256, workedMs: () => workedMs });
    return Array.from({ length: steps }, () =>
      pace.step((size) => {
        workedMs += worksMs;
        return size;
      }),
    );
  };

  test('doubles what is done quickly, up to the most', () => {
    expect(sizesOf(0.1, 6)).toEqual([16, 32, 64, 128, 256, 256]);
  });

  test('never goes below the least, and stays where it is right', () => {
    expect(sizesOf(9, 3)).toEqual([16, 16, 16]);
    expect(sizesOf(2, 3)).toEqual([16, 16, 16]);
  });

  test('does what is wanted where that is more', () => {
    expect(createPace({ least: 16, most: 256 }).step((size) => size, 100)).toBe(100);
  });
});

describe('the clock', () => {
  const aClock = (startMs = Date.UTC(2026, 10, 22)) => {
    const at = { now: startMs, steady: 1000 };
    const clock = createTrustedClock({ nowMs: () => at.now, steadyMs: () => at.steady, settleMs: 60_000 });
    const pass = (ms: number) => {
      at.now += ms;
      at.steady += ms;
      return clock.now();
    };
    return { at, clock, pass };
  };

  test('is believed once it went right for a minute', () => {
    const { pass, at } = aClock();

    expect(pass(59_000)).toBeUndefined();
    expect(pass(1000)).toBe(at.now);
  });

  test('is not believed after it was set, in either direction, and is for a small correction', () => {
    const { pass, at } = aClock();
    pass(60_000);
    at.now += 30_000;
    expect(pass(1)).toBe(at.now);
    at.now += DAY_MS;
    expect(pass(1)).toBeUndefined();
    expect(pass(60_000)).toBe(at.now);
    at.now -= DAY_MS;
    expect(pass(1)).toBeUndefined();
  });

  test('that says a time before this program was made is wrong', () => {
    expect(aClock(0).pass(90_000)).toBeUndefined();
  });
});

describe('how old events may become', () => {
  const settings = { retentionDays: 30, retentionMaxBytes: 0 };

  test('is said by the longest folder that holds the project', () => {
    const projects = {
      '/a': { retentionDays: 7 },
      '/a/b': { retentionDays: 0 },
      '/a/b/c': { capture: 'full' as const },
    };
    const rule = createAgeRules({ ...settings, projects })?.(5);
    const daysOf = (project?: string) => (rule?.ageMsOf(project) ?? Number.NaN) / DAY_MS;

    expect(['/a/x', '/a/b/c', '/ab', undefined].map(daysOf)).toEqual([7, Number.POSITIVE_INFINITY, 30, 30]);
    expect(rule).toMatchObject({ nowMs: 5, leastAgeMs: 7 * DAY_MS });
  });

  test('is nothing to look after when all may stay', () => {
    expect(createAgeRules({ ...settings, retentionDays: 0, projects: {} })).toBeUndefined();
    expect(createAgeRules({ ...settings, retentionDays: 0, projects: { '/a': { retentionDays: 1 } } })).toBeDefined();
  });
});

test('holes near to one another are one, those that were told or lie before are none', () => {
  const holes = createHoles();
  holes.add([5, 9, 12, 5000, 2001]);
  holes.add([1999]);

  expect(holes.takeBehind(12)).toEqual([
    { from: 1999, to: 1999 },
    { from: 2001, to: 2001 },
    { from: 5000, to: 5000 },
  ]);
  expect(holes.takeBehind(0)).toEqual([]);
});

describe('the size limit', () => {
  const aLimit = (more: object = {}) => {
    const asked: number[] = [];
    const state = { bytes: 0, lastSeq: 1000 };
    const limit = createSizeLimit({
      maxBytes: 100,
      bytes: () => state.bytes,
      shortenLog: () => false,
      lastSeq: () => state.lastSeq,
      pace: createPace({ least: 16, most: 16 }),
      prune: (step) => {
        asked.push(step.rows);
        state.bytes -= 1;
        const reachedSeq = step.why === 'size' ? Math.min(step.upToSeq, step.afterSeq + step.rows) : 0;
        return { seqs: [], reachedSeq, goneUpToSeq: 0 };
      },
      ...more,
    });
    return { asked, state, limit };
  };

  test('goes a little below what is allowed before it stops', () => {
    const { asked, state, limit } = aLimit();
    state.bytes = 100;
    expect(limit.step()).toBe(false);
    state.bytes = 101;
    while (limit.step());

    expect(state.bytes).toBe(98);
    expect(asked).toEqual([16, 16, 16]);
  });

  test('keeps up with what comes in, whatever the pace', () => {
    const { asked, state, limit } = aLimit();
    state.bytes = 200;
    limit.step();
    state.lastSeq += 200;
    limit.step();
    state.lastSeq += 9000;
    limit.step();

    expect(asked).toEqual([16, 400, 500]);
  });

  test('lets no event go for a log that can be emptied', () => {
    let log = 2;
    const { asked, state, limit } = aLimit({ shortenLog: () => log-- > 0 });
    state.bytes = 101;
    expect([limit.step(), limit.step()]).toEqual([true, true]);
    state.bytes = 90;

    expect([limit.step(), asked]).toEqual([false, []]);
  });

  test('stops, and says by how much it is over, when nothing is left that may go', () => {
    const { state, limit } = aLimit({ prune: () => undefined });
    state.bytes = 150;

    expect([limit.step(), limit.overBytes()]).toEqual([false, 50]);
    state.bytes = 90;
    expect([limit.step(), limit.overBytes()]).toEqual([false, 0]);
  });
});

describe('room in the file', () => {
  const aFile = (space: { usedBytes: number; freeBytes: number; logBytes: number }, gives = true) => {
    const done: string[] = [];
    const room = createRoom({
      maxBytes: 100_000_000,
      pace: createPace({ least: 1_000_000, most: 1_000_000 }),
      retained: {
        space: () => ({ ...space }),
        giveBack: (bytes) => {
          done.push(`gives ${bytes}`);
          if (gives) space.freeBytes -= bytes;
        },
        emptyLog: () => void done.push('empties'),
      },
    });
    return { room, done };
  };

  test('is given back in pieces, all of it once nothing comes in, and the log with it', () => {
    const { room, done } = aFile({ usedBytes: 1, freeBytes: 2_500_000, logBytes: 4_000_000 });
    while (room.step({ isBusy: false }));

    expect(done).toEqual(['gives 1000000', 'gives 1000000', 'gives 500000', 'empties']);
    expect(room.step({ isBusy: false })).toBe(false);
    expect(done).toHaveLength(4);
  });

  test('stays a little while events come in, which take it up again', () => {
    const { room, done } = aFile({ usedBytes: 1, freeBytes: 1_000_000, logBytes: 4_000_000 });

    expect([room.step({ isBusy: true }), done]).toEqual([false, []]);
  });

  test('that the file does not give is asked for once', () => {
    const { room } = aFile({ usedBytes: 1, freeBytes: 2_500_000, logBytes: 0 }, false);

    expect(room.step({ isBusy: false })).toBe(false);
  });
});
