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
  /** Aborted when whoever read this stream has gone away, as `head` does: no failure, only the end. */
  readonly closed: AbortSignal;
}

/** The part of a stream that a command needs; a test gives its own. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export function createOutput(stream: TextStream, env: Environment): Output {
  const closed = new AbortController();
  stream.on('error', (error) => {
    if (errorCode(error) !== 'EPIPE') throw error;
    closed.abort();
  });
  const isTerminal = stream.isTTY === true;
  return {
    get columns() {
      return isTerminal ? (stream.columns ?? 80) : undefined;
    },
    paint: createPaint(hasColour(isTerminal, env)),
    glyphs: glyphsFor(env),
    line(text = '') {
      if (!closed.signal.aborted) stream.write(`${text}\n`);
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
