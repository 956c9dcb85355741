/** Colour marks the kind of a thing, never decorates: everything reads the same without it. */
export interface Paint {
  /** What the line is about. */
  accent(text: string): string;
  /** What stands around it: times, folders, ids. */
  dim(text: string): string;
  failure(text: string): string;
  strong(text: string): string;
}

/** SGR parameters of ECMA-48 §8.3.117. */
const PARAMETERS: Readonly<Record<keyof Paint, readonly [on: number, off: number]>> = {
  accent: [36, 39],
  dim: [2, 22],
  failure: [31, 39],
  strong: [1, 22],
};

export function createPaint(coloured: boolean): Paint {
  const brush = (kind: keyof Paint) => {
    const [on, off] = PARAMETERS[kind];
    return (text: string) => (coloured && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  };
  return { accent: brush('accent'), dim: brush('dim'), failure: brush('failure'), strong: brush('strong') };
}
