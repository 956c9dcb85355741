import { type EventNarrowing, FACETS } from './narrowing.ts';

/** `mpm-hook search` answers with so many at most. */
const MOST_FOUND = 10_000;

/** What to type into a terminal to have the same events as lines of JSON; what is looked for in texts, as one answer. */
export function toExportCommand({ text, facets, since, until }: EventNarrowing): string {
  const options = FACETS.flatMap((facet) => facets[facet].map((value) => ` --${facet} ${quote(value)}`));
  if (since !== undefined) options.push(` --since ${quote(since)}`);
  if (until !== undefined) options.push(` --until ${quote(until)}`);
  const narrowed = options.join('');
  if (text === undefined) return `mpm-hook export${narrowed} --output events.jsonl`;
  return `mpm-hook search${narrowed} --limit ${MOST_FOUND} --json -- ${quote(text)} > found.json`;
}

/** For a POSIX shell: one word, whatever stands in it. */
function quote(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
