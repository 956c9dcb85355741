/** Deeper values stand no further to the right: 10,000 levels would be a hundred million blanks. */
const MAX_INDENT = 40;

interface Frame {
  /** What is still to come, the next one last. */
  readonly rest: [name: string | undefined, value: unknown][];
  readonly close: string;
  isFirst: boolean;
}

/** As `JSON.stringify` with two blanks, however deep: that one ends with the stack. */
export function printJson(value: unknown): string {
  const parts: string[] = [];
  const frames: Frame[] = [];
  const put = (one: unknown): void => {
    const frame = toFrame(one);
    if (frame === undefined) parts.push(JSON.stringify(one) ?? 'null');
    else if (frame.rest.length === 0) parts.push(frame.close === ']' ? '[]' : '{}');
    else {
      parts.push(frame.close === ']' ? '[' : '{');
      frames.push(frame);
    }
  };

  put(value);
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const next = frame.rest.pop();
    if (next === undefined) {
      frames.pop();
      parts.push(newLine(frames.length), frame.close);
      continue;
    }
    parts.push(frame.isFirst ? '' : ',', newLine(frames.length));
    frame.isFirst = false;
    const [name, one] = next;
    if (name !== undefined) parts.push(JSON.stringify(name), ': ');
    put(one);
  }
  return parts.join('');
}

function toFrame(value: unknown): Frame | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    return { rest: value.map((one): [undefined, unknown] => [undefined, one]).reverse(), close: ']', isFirst: true };
  }
  return { rest: Object.entries(value).reverse(), close: '}', isFirst: true };
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`;
}
