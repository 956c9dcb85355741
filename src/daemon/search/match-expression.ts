import type { Term, Wanted } from '../../shared/search-query.ts';

/**
 * What is wanted, in the language of FTS5 (https://sqlite.org/fts5.html §3). Whatever a user typed stands in quotation
 * marks, where the tokenizer takes it apart and nothing of it is an operator.
 */
export function toMatchExpression(wanted: Wanted, facets: readonly (readonly string[])[] = []): string {
  const text = wanted.all.map((group) => `(${toAny(group)})`).join(' AND ');
  const found = wanted.none.length === 0 ? text : `(${text}) NOT (${toAny(wanted.none)})`;
  const whole = `{text} : (${found})`;
  return facets.length === 0 ? whole : `${toFacetExpression(facets)} AND ${whole}`;
}

/** Of each filter one word. */
export function toFacetExpression(facets: readonly (readonly string[])[]): string {
  return facets.map((tokens) => `{facets} : (${tokens.map(quote).join(' OR ')})`).join(' AND ');
}

/** One of them is enough: what is to be marked in an excerpt. */
export function toAnyExpression(wanted: Wanted): string {
  return toAny(wanted.all.flat());
}

function toAny(terms: readonly Term[]): string {
  return terms.map(({ text, isPrefix }) => `${quote(text)}${isPrefix ? ' *' : ''}`).join(' OR ');
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
