import { expect, test } from 'vitest';
import type { LogLine } from '../../src/daemon/log-file.ts';
import { createReporter, printError } from '../../src/daemon/reporter.ts';
import { MpmError } from '../../src/shared/errors.ts';

function createWorld(isDebug = false) {
  const lines: LogLine[] = [];
  const said: string[] = [];
  const clock = { nowMs: 0 };
  const log = { write: (line: LogLine) => void lines.push(line), close: () => {} };
  const say = (line: string) => void said.push(line);
  return { lines, said, clock, reporter: createReporter({ log, nowMs: () => clock.nowMs, isDebug, say }) };
}

test('a fact becomes a sentence for people and its details for programs', () => {
  const { reporter, lines, said } = createWorld();
  reporter.report('port_taken', { wanted: 8765, port: 8766 });
  const message = 'Somebody else has port 8765; this daemon is at 8766.';
  expect(lines).toEqual([{ level: 'warn', event: 'port_taken', message, wanted: 8765, port: 8766 }]);
  expect(said).toEqual([message]);
});

test('F36: what outsiders can cause at will is written once a minute, with how often it happened', () => {
  const { reporter, lines, clock } = createWorld();
  for (let count = 0; count < 1000; count += 1) reporter.report('rejected', { code: 'no_token' });
  reporter.report('rejected', { code: 'foreign_host' });
  clock.nowMs = 60_000;
  reporter.report('rejected', { code: 'no_token' });
  expect(lines.map(({ code, repeated }) => ({ code, repeated }))).toEqual([
    { code: 'no_token', repeated: undefined },
    { code: 'foreign_host', repeated: undefined },
    { code: 'no_token', repeated: 999 },
  ]);
});

test('F36: however much texts vary, a few hundred lines a minute are written, and no more is kept in mind', () => {
  const { reporter, lines, clock } = createWorld();
  const refuseAThousand = (minute: number) => {
    clock.nowMs = minute * 60_000;
    for (let count = 0; count < 1000; count += 1) {
      reporter.report('refused', { code: `nr_${minute}_${count}` });
    }
  };
  const written = [0, 1, 2].map((minute) => {
    const before = lines.length;
    refuseAThousand(minute);
    return lines.length - before;
  });

  expect(written).toEqual([201, 200, 200]);
  expect(lines.at(-1)).toMatchObject({ code: 'nr_2_199', repeated: 800 });
});

test('F36: what was told apart before others came in crowds is told apart still', () => {
  const { reporter, lines, clock } = createWorld();
  const refuse = (code: string) => reporter.report('refused', { code });
  refuse('no_token');
  for (let count = 0; count < 1000; count += 1) refuse(`nr_${count}`);
  refuse('no_token');
  clock.nowMs = 60_000;
  refuse('no_token');

  expect(lines.at(-1)).toMatchObject({ code: 'no_token', repeated: 1 });
});

test('what is only of use when something is wrong is written on wish', () => {
  for (const isDebug of [false, true]) {
    const { reporter, lines } = createWorld(isDebug);
    reporter.report('subscriber_left', { name: 'tail', code: 1000 });
    expect(lines).toHaveLength(isDebug ? 1 : 0);
  }
});

test('an error is told without what it may quote of an event', () => {
  const parsing = catchError(() => JSON.parse('my secret prompt'));
  expect(parsing.message).toContain('secret');
  expect(JSON.stringify(printError(parsing))).not.toContain('secret');
  expect(printError(parsing)).toMatchObject({ name: 'SyntaxError', at: expect.arrayContaining([expect.any(String)]) });
  expect(printError(new MpmError('NO_FREE_PORT', 'Others hold every port.'))).toMatchObject({
    code: 'NO_FREE_PORT',
    message: 'Others hold every port.',
  });
  expect(printError('a thrown text')).toEqual({ name: 'string' });
});

function catchError(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
