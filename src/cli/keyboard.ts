/** The part of a terminal's input that a command needs; a test gives its own. */
export interface KeyStream {
  setRawMode(isRaw: boolean): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

export type Key = 'left' | 'right' | 'interrupt' | (string & {});

/** The keys of whoever sits at the terminal, one at a time, for as long as somebody listens. */
export interface Keyboard {
  /** The terminal is as it was before once the answer was called; safe to call twice. */
  listen(onKey: (key: Key) => void): () => void;
  /** What Ctrl-C does where nobody listens: by now it is only a key. */
  interrupt(): void;
}

/** As terminals send them (ECMA-48 §8.3.18 and §8.3.20; with `O` in application mode). */
const NAMES: ReadonlyMap<string, Key> = new Map([
  ['\u001b[D', 'left'],
  ['\u001b[C', 'right'],
  ['\u001bOD', 'left'],
  ['\u001bOC', 'right'],
  ['\u0003', 'interrupt'],
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what terminals send
const ONE_KEY = /\u001b[[O][0-9;]*[A-Za-z~]|./gsu;

export function createKeyboard(stream: KeyStream): Keyboard {
  return {
    listen(onKey) {
      const onBytes = (bytes: Uint8Array): void => {
        for (const [typed] of Buffer.from(bytes).toString('utf8').matchAll(ONE_KEY)) onKey(NAMES.get(typed) ?? typed);
      };
      stream.setRawMode(true);
      stream.on('data', onBytes);
      stream.resume();
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        stream.off('data', onBytes);
        stream.setRawMode(false);
        stream.pause();
      };
    },
    interrupt: () => void process.kill(process.pid, 'SIGINT'),
  };
}
