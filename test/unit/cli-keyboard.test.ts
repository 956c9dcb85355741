import { expect, test } from 'vitest';
import { createKeyboard, type KeyStream } from '../../src/cli/keyboard.ts';

function aTerminal() {
  const seen: unknown[] = [];
  const listeners = new Set<(bytes: Uint8Array) => void>();
  const stream: KeyStream = {
    setRawMode: (isRaw) => seen.push(isRaw ? 'raw' : 'cooked'),
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
    resume: () => undefined,
    pause: () => seen.push('paused'),
  };
  return { stream, seen, type: (text: string) => listeners.forEach((listener) => void listener(Buffer.from(text))) };
}

test.each([
  ['a letter', 'q', ['q']],
  ['arrows', '\u001b[D\u001b[C', ['left', 'right']],
  ['arrows in application mode', '\u001bOD', ['left']],
  ['Ctrl-C', '\u0003', ['interrupt']],
  ['several at once', '+ \u001b[Cq', ['+', ' ', 'right', 'q']],
  ['keys without a name', 'ä\u001b[5~', ['ä', '\u001b[5~']],
])('%s', (_title, typed, keys) => {
  const terminal = aTerminal();
  const heard: string[] = [];
  createKeyboard(terminal.stream).listen((key) => heard.push(key));
  terminal.type(typed);
  expect(heard).toEqual(keys);
});

test('the terminal is as before when nobody listens any more, however often that is said', () => {
  const terminal = aTerminal();
  const heard: string[] = [];
  const release = createKeyboard(terminal.stream).listen((key) => heard.push(key));
  release();
  release();
  terminal.type('q');
  expect(terminal.seen).toEqual(['raw', 'cooked', 'paused']);
  expect(heard).toEqual([]);
});
