import { folderName } from '../../shared/place-name.ts';
import { type EventNames, TOLD_OUTCOMES } from '../../shared/search.ts';
import type { SessionView } from '../../shared/session-view.ts';
import { projectName, sessionName } from './group-sessions.ts';
import type { FACETS, Facet } from './narrowing.ts';

/** A value that the table can be narrowed by. */
export interface Suggestion {
  readonly facet: Facet;
  readonly value: string;
  readonly label: string;
  /** What tells it from others of its name. */
  readonly aside?: string | undefined;
}

export const FACET_WORDS: Readonly<Record<Facet, string>> = {
  session: 'Session',
  project: 'Project',
  type: 'Event',
  tool: 'Tool',
  outcome: 'Outcome',
  agent: 'Sub-agent',
};

/** Of each kind so many are offered. */
const MAX_EACH = 5;

/** Every value that there is. */
export function allSuggestions(names: EventNames, sessions: Iterable<SessionView>): Suggestion[] {
  const known = [...sessions];
  const projects = new Set(known.flatMap(({ project }) => project ?? []));
  const named = (facet: Facet, values: readonly string[]) => values.map((value) => ({ facet, value, label: value }));
  return [
    ...named('tool', names.tools),
    ...named('outcome', TOLD_OUTCOMES),
    ...named('type', names.types),
    ...named('agent', names.agents),
    ...[...projects].map((value) => ({ facet: 'project' as const, value, label: folderName(value), aside: value })),
    ...known.map((session) => ({
      facet: 'session' as const,
      value: session.id,
      label: sessionName(session) ?? session.id,
      aside: projectName(session),
    })),
  ];
}

/** Those in which every word stands, what begins so first; and what was typed itself, where it may be a pattern or not known here. */
export function suggest(all: readonly Suggestion[], typed: string): Suggestion[] {
  const text = typed.trim().toLowerCase();
  const words = text.split(/\s+/).filter(Boolean);
  const fits = all.filter((one) => words.every((word) => lineOf(one).includes(word)));
  const begins = ({ label }: Suggestion) => Number(!label.toLowerCase().startsWith(text));
  const sorted = text === '' ? fits : fits.toSorted((one, other) => begins(one) - begins(other));
  const few = FACETS_IN_ORDER.flatMap((facet) => sorted.filter((one) => one.facet === facet).slice(0, MAX_EACH));
  return few.length > 0 && !text.includes('*') ? few : [...few, ...asTyped(typed.trim())];
}

/** The short lists first: whoever has typed nothing sees what there is. */
const FACETS_IN_ORDER: readonly Facet[] = [
  'outcome',
  'tool',
  'type',
  'agent',
  'project',
  'session',
] satisfies (typeof FACETS)[number][];

function asTyped(value: string): Suggestion[] {
  if (value === '') return [];
  const facets: readonly Facet[] = value.includes('*') ? ['type', 'tool'] : ['tool', 'type', 'agent', 'session'];
  return facets.map((facet) => ({ facet, value, label: value, aside: 'as typed' }));
}

function lineOf({ facet, value, label, aside = '' }: Suggestion): string {
  return `${FACET_WORDS[facet]} ${label} ${value} ${aside}`.toLowerCase();
}
