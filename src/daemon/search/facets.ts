import { hash } from 'node:crypto';
import { createMatcher } from '../../shared/event-filter.ts';
import type { ToldOutcome } from '../../shared/search.ts';

/** What a search can be narrowed by, beside time. */
export type FacetName = 'session' | 'project' | 'type' | 'tool' | 'outcome' | 'agent';

/** Of these the index knows every name there is. */
export type NamedFacet = 'type' | 'tool' | 'agent';

const LETTERS: Readonly<Record<FacetName, string>> = {
  session: 's',
  project: 'p',
  type: 't',
  tool: 'u',
  outcome: 'o',
  agent: 'a',
};

/** A word of the index that stands for the value, whatever characters that has: the index itself then narrows the search. */
export function facetToken(name: FacetName, value: string): string {
  return LETTERS[name] + hash('sha1', value, 'hex').slice(0, 16);
}

/** What narrows a search; what is not named does not. */
export interface SearchFilter {
  readonly sessionId?: string | undefined;
  /** The folder of its session, or one above it. */
  readonly project?: string | undefined;
  /** Types and names of tools, with `*`; one that matches is enough. */
  readonly types?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly outcomes?: readonly ToldOutcome[] | undefined;
  /** Ids or types of sub-agents; one that matches is enough. */
  readonly agents?: readonly string[] | undefined;
  readonly host?: string | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** Of each group one word has to be there. Undefined when nothing that has these names of types and tools can match. */
export function toFacets(
  { sessionId, project, types, tools, outcomes, agents }: SearchFilter,
  namesOf: (facet: 'type' | 'tool') => readonly string[],
): string[][] | undefined {
  const named = (facet: 'type' | 'tool', patterns: readonly string[] | undefined) => {
    const matches = createMatcher({ types: patterns ?? [] });
    return patterns && namesOf(facet).filter((name) => matches({ type: name }));
  };
  const wanted: readonly (readonly [FacetName, readonly string[] | undefined])[] = [
    ['session', sessionId === undefined ? undefined : [sessionId]],
    ['project', project === undefined ? undefined : [project]],
    ['outcome', outcomes],
    ['agent', agents],
    ['type', named('type', types)],
    ['tool', named('tool', tools)],
  ];
  const facets = wanted.flatMap(([facet, values]) =>
    values === undefined ? [] : [values.map((value) => facetToken(facet, value))],
  );
  return facets.every((tokens) => tokens.length > 0) ? facets : undefined;
}
