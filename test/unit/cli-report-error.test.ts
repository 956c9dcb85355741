import { afterEach, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { misuse } from '../../src/cli/misuse.ts';
import { nearest } from '../../src/cli/nearest.ts';
import { createOutput } from '../../src/cli/output.ts';
import { reportError } from '../../src/cli/report-error.ts';
import { MpmError } from '../../src/shared/errors.ts';

let said: string[] = [];
const write = (line: string) => {
  said.push(line);
};
afterEach(() => {
  said = [];
});

test.each([
  ['an expected failure', new MpmError('X', 'The disk is full.', { hint: 'df -h' }), EXIT.failed],
  ['a misuse', misuse('There is no command "x".', 'mpm-hook --help'), EXIT.misused],
  [
    'a daemon that does not run',
    new MpmError('DAEMON_NOT_RUNNING', 'Nobody listens.', { hint: 'start it' }),
    EXIT.notRunning,
  ],
])('%s is a sentence and the next step', (_what, error, status) => {
  expect(reportError(error, write)).toBe(status);
  expect(said).toEqual([`mpm-hook: ${error.message}`, `  ${error.hint}`]);
});

test('a bug says where it is', () => {
  expect(reportError(new TypeError('x is not a function'), write)).toBe(EXIT.failed);
  expect(said[0]).toMatch(/^mpm-hook: unexpected failure\nTypeError: x is not a function\n {4}at /);
});

test('what an error quotes does nothing to the terminal', () => {
  reportError(new MpmError('X', 'There is no "\u001b[2Jfile".'), write);
  expect(said).toEqual(['mpm-hook: There is no "\ufffd[2Jfile".']);
});

test('no failure of ours is ever the 2 that blocks a tool', () => {
  expect(Object.values(EXIT)).not.toContain(2);
});

test.each([
  ['tial', 'tail'],
  ['tal', 'tail'],
  ['tails', 'tail'],
  ['uninstal', 'uninstall'],
  ['frobnicate', undefined],
  ['', undefined],
])('who types "%s" meant %s', (typed, meant) => {
  expect(nearest(typed, ['tail', 'doctor', 'install', 'uninstall'])).toBe(meant);
});

test('a stream that is closed is the end, and nothing more is written to it', () => {
  const listeners: ((error: Error) => void)[] = [];
  const output = createOutput({ write, on: (_event, listener) => listeners.push(listener), once: () => {} }, {});
  output.line('one');
  for (const listener of listeners) listener(Object.assign(new Error('closed'), { code: 'EPIPE' }));
  output.line('two');

  expect(said).toEqual(['one\n']);
  expect(output.closed.aborted).toBe(true);
});
