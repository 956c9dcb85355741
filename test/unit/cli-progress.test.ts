import { expect, test } from 'vitest';
import { ask } from '../../src/cli/ask.ts';
import { createOutput } from '../../src/cli/output.ts';
import { createProgress, printReached } from '../../src/cli/progress.ts';
import { printBytes } from '../../src/cli/render/bytes.ts';
import { withoutSeq } from '../../src/cli/without-seq.ts';

test.each([
  [{ done: 120_000, part: 0.25 }, 'imported 120,000 of ~480,000 (25 %)'],
  [{ done: 120_000 }, 'imported 120,000'],
  [{ done: 3, part: 1.2 }, 'imported 3 of ~3 (100 %)'],
])('%j reads "%s"', (reached, says) => {
  expect(printReached('imported', reached)).toBe(says);
});

test.each([
  [true, {}, ['imported 2', '\r\u001b[Ka word\nimported 2', '\r\u001b[Kimported 9', '\r\u001b[K']],
  [true, { TERM: 'dumb' }, ['a word\n']],
  [false, {}, ['a word\n']],
])(
  'on a terminal (%j, %j) one line is written in the place of the last, below what else is said, and taken away',
  (isTTY, env, written) => {
    const said: unknown[] = [];
    const stream = { isTTY, write: (text: unknown) => said.push(text), on: () => {}, once: () => {} };
    let nowMs = 0;
    const err = createOutput(stream, env);
    const progress = createProgress('imported', { err, nowMs: () => nowMs });
    progress.show({ done: 1 });
    nowMs = 150;
    progress.show({ done: 2 });
    progress.show({ done: 3 });
    err.line('a word');
    nowMs = 300;
    progress.show({ done: 9 });
    progress.end();
    progress.end();

    expect(said).toEqual(written);
  },
);

test.each([
  [900, '900 bytes'],
  [3_140_000, '3.1 MB'],
  [1000, '1.0 KB'],
  [0, '0 bytes'],
])('%i bytes read "%s"', (bytes, says) => {
  expect(printBytes(bytes)).toBe(says);
});

test.each([
  ['y\n', true],
  [' Yes \n', true],
  ['n\n', false],
  ['\n', false],
  ['', false],
  ['yesterday\n', false],
])('the answer %j is a yes: %s', async (typed, isYes) => {
  const stream = { write: () => true, on: () => {}, once: () => {} };
  const stdin = (async function* () {
    for (const char of typed) yield char;
  })();

  expect(await ask('Sure? ', { err: createOutput(stream, {}), stdin })).toBe(isYes);
});

test('only the seq of the envelope goes, however the lines are cut into pieces', async () => {
  const line = (seq: string) =>
    `{"type":"hook.stop","id":"an-event"${seq},"host":"h","data":{"t":",\\"seq\\":7,","seq":8}}\n`;
  const bytes = Buffer.from(line(',"seq":12') + line(',"seq":13'));
  for (const size of [1, 7, 60, 1000]) {
    const pieces = (async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })();
    let [text, lines] = ['', 0];
    for await (const stripped of withoutSeq(pieces)) {
      text += stripped.bytes.toString();
      lines += stripped.lines;
    }
    expect([text, lines]).toEqual([line('') + line(''), 2]);
  }
});
