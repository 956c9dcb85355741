const SEQ = Buffer.from(',"seq":');
const LINE_BREAK = 0x0a;
const COMMA = 0x2c;

export interface Stripped {
  /** Whole lines. */
  readonly bytes: Buffer;
  readonly lines: number;
}

/**
 * Takes the seq out of lines of envelopes, which means nothing anywhere else; every other byte stays. It stands before
 * all that an event could hold, behind type, time and id, so the first mark in a line is it.
 */
export async function* withoutSeq(chunks: AsyncIterable<Buffer>): AsyncGenerator<Stripped, void, undefined> {
  let rest: Buffer[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_BREAK) + 1;
    if (end > 0) yield strip(Buffer.concat([...rest, chunk.subarray(0, end)]));
    rest = end > 0 ? [chunk.subarray(end)] : [...rest, chunk];
  }
}

function strip(bytes: Buffer): Stripped {
  const kept: Buffer[] = [];
  let keptFrom = 0;
  let lines = 0;
  for (let line = 0; line < bytes.length; line = bytes.indexOf(LINE_BREAK, line) + 1) {
    const seq = bytes.indexOf(SEQ, line);
    kept.push(bytes.subarray(keptFrom, seq));
    keptFrom = bytes.indexOf(COMMA, seq + SEQ.length);
    lines += 1;
  }
  kept.push(bytes.subarray(keptFrom));
  return { bytes: Buffer.concat(kept), lines };
}
