import { errorCode } from '../shared/errors.ts';
import { type Glyphs, glyphsFor } from './render/glyphs.ts';
import { createPaint, type Paint } from './render/paint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** One of a command's two streams, with what it can show. */
export interface Output {
  /** Undefined where nobody looks at it as a screen: then nothing is cut to fit. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  line(text?: string): void;
  /** A question; what is typed stands behind it. */
  ask(question: string): void;
  /** Bytes as they are; resolves when there is room for more, or nobody reads any more. */
  bytes(chunk: Uint8Array): Promise<void>;
  /**
   * How things stand: a last line that stays below the others until the next takes its place, or none takes it away; only
   * a terminal has one. Narrower than it.
   */
  pin(text?: string): void;
  /** Aborted when whoever read this stream has gone away, as `head` does: no failure, only the end. */
  readonly closed: AbortSignal;
}

/** The part of a stream that a command needs; a test gives its own. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(chunk: string | Uint8Array): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

/** To the first column, and empty from there (ECMA-48 §8.3.41). */
const ERASE_LINE = '\r\u001b[K';

export function createOutput(stream: TextStream, env: Environment): Output {
  const closed = new AbortController();
  stream.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') throw error;
    closed.abort();
  });
  const isTerminal = stream.isTTY === true;
  let pinned = '';
  const write = (text: string): void => {
    if (!closed.signal.aborted) stream.write(text);
  };
  const erased = (): string => (pinned === '' ? '' : ERASE_LINE);

  return {
    get columns() {
      return isTerminal ? (stream.columns ?? 80) : undefined;
    },
    paint: createPaint(hasColour(isTerminal, env)),
    glyphs: glyphsFor(env),
    line: (text = '') => write(`${erased()}${text}\n${pinned}`),
    pin(text = '') {
      if (!isTerminal || env.TERM === 'dumb' || text === pinned) return;
      write(`${erased()}${text}`);
      pinned = text;
    },
    ask: write,
    async bytes(chunk) {
      if (closed.signal.aborted || stream.write(chunk) !== false) return;
      await new Promise<void>((resolve) => {
        const goOn = (): void => {
          closed.signal.removeEventListener('abort', goOn);
          resolve();
        };
        closed.signal.addEventListener('abort', goOn);
        stream.once('drain', goOn);
      });
    },
    closed: closed.signal,
  };
}

/** FORCE_COLOR wins over NO_COLOR (no-color.org), as in Node itself; without either, a terminal that is not dumb has colour. */
function hasColour(isTerminal: boolean, env: Environment): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: term } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (refused !== undefined && refused !== '') return false;
  return isTerminal && term !== 'dumb';
}
