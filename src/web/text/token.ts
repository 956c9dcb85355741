/** A piece of a line, and how it looks: the name of a class, of ours. */
export interface Token {
  readonly text: string;
  readonly look?: string | undefined;
}

/** Where in a line something is of note, from and to. */
export type Mark = readonly [from: number, to: number];

/** The same line with marks on it, by the name of how they look. */
export function markTokens(tokens: readonly Token[], marks: readonly Mark[], name = 'is-marked'): Token[] {
  if (marks.length === 0) return [...tokens];
  const marked: Token[] = [];
  let at = 0;
  for (const { text, look } of tokens) {
    const end = at + text.length;
    const cuts = marks.flat().filter((cut) => cut > at && cut < end);
    for (const [from, to] of pairs([at, ...cuts, end])) {
      const isMarked = marks.some(([first, last]) => from >= first && to <= last);
      marked.push({ text: text.slice(from - at, to - at), look: isMarked ? `${look ?? ''} ${name}`.trim() : look });
    }
    at = end;
  }
  return marked;
}

function pairs(cuts: readonly number[]): [number, number][] {
  return cuts.slice(1).map((to, index): [number, number] => [cuts[index] ?? 0, to]);
}
