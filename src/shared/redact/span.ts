/** A secret's place in a text, and what it is. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** Puts `‹redacted:kind›` in the place of each; those that overlap go as one, named by the first. */
export function replaceSpans(text: string, spans: readonly Span[]): { readonly text: string; readonly count: number } {
  const merged = mergeSpans(spans);
  let replaced = '';
  let from = 0;
  for (const { start, end, kind } of merged) {
    replaced += `${text.slice(from, start)}${markOf(kind)}`;
    from = end;
  }
  return { text: replaced + text.slice(from), count: merged.length };
}

function markOf(kind: string): string {
  return `‹redacted:${kind}›`;
}

function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
  }
  return merged;
}
