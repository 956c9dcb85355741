import { createPieces } from './pieces.ts';

/** Cuts what arrives in chunks into lines without their ends; undefined for one past the limit, whose bytes are thrown away. */
export interface LineSplitter {
  /** The lines that end in this chunk. */
  split(chunk: Buffer): (Buffer | undefined)[];
  /** What stands behind the last line end. */
  end(): (Buffer | undefined)[];
  /** Of a line whose end has not come. */
  waitingBytes(): number;
}

export function createLineSplitter(maxBytes: number): LineSplitter {
  const pieces = createPieces();
  let length = 0;

  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > maxBytes) pieces.drop();
    else pieces.add(part);
  };
  const finish = (): Buffer | undefined => {
    const line = pieces.take();
    const isTooLong = length > maxBytes;
    length = 0;
    return isTooLong ? undefined : withoutReturn(line);
  };

  return {
    split(chunk) {
      const lines: (Buffer | undefined)[] = [];
      let from = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
        keep(chunk.subarray(from, end));
        lines.push(finish());
        from = end + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
    waitingBytes: () => (length > maxBytes ? 0 : length),
  };
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
