/** Cuts what arrives in chunks into lines without their ends; undefined for one past the limit, whose bytes are thrown away. */
export interface LineSplitter {
  /** The lines that end in this chunk. */
  split(chunk: Buffer): (Buffer | undefined)[];
  /** What stands behind the last line end. */
  end(): (Buffer | undefined)[];
}

export function createLineSplitter(maxBytes: number): LineSplitter {
  let parts: Buffer[] = [];
  let length = 0;

  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > maxBytes) parts = [];
    else parts.push(part);
  };
  const finish = (): Buffer | undefined => {
    const line = length > maxBytes ? undefined : withoutReturn(parts.length === 1 ? parts[0] : Buffer.concat(parts));
    parts = [];
    length = 0;
    return line;
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
  };
}

function withoutReturn(line: Buffer | undefined): Buffer | undefined {
  return line?.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}
