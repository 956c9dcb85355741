import { agentNames } from '../../shared/agent-names.ts';
import { parseMoment } from '../../shared/duration.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { createMatcher } from '../../shared/event-filter.ts';
import { toldOutcome } from '../../shared/told-outcome.ts';
import { textOf } from './event-row.ts';

/** What events can be narrowed by, each a name in the address and of the daemon's. */
export const FACETS = ['session', 'project', 'type', 'tool', 'outcome', 'agent'] as const;
export type Facet = (typeof FACETS)[number];

/** How the table is narrowed, as it stands in the address. */
export interface EventNarrowing {
  /** What is looked for in the texts of the events. */
  readonly text: string | undefined;
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** Everything in the address that narrows the table. */
export const NARROWING = ['q', ...FACETS, 'since', 'until'] as const;
/** An event has one session, and the daemon is asked for one folder. */
const SINGLE: readonly Facet[] = ['session', 'project'];

export function parseNarrowing(query: URLSearchParams): EventNarrowing {
  const listOf = (facet: Facet) => [facet, SINGLE.includes(facet) ? one(query, facet) : many(query, facet)] as const;
  const facets = Object.fromEntries(FACETS.map(listOf)) as Record<Facet, string[]>;
  const text = (name: string) => query.get(name)?.trim() || undefined;
  return { text: text('q'), facets, since: text('since'), until: text('until') };
}

export function isNarrowed({ text, facets, since, until }: EventNarrowing): boolean {
  return [text, since, until].some((one) => one !== undefined) || FACETS.some((facet) => facets[facet].length > 0);
}

/** The same as the daemon is asked it, at this time. */
export function toQuery({ text, facets, since, until }: EventNarrowing, nowMs: number) {
  const named = FACETS.map((facet) => [facet, facets[facet].length === 0 ? undefined : facets[facet]] as const);
  return { q: text, ...Object.fromEntries(named), since: toTime(since, nowMs), until: toTime(until, nowMs) };
}

/** What is no time stays as it is: the daemon says what is wrong with it. */
function toTime(text: string | undefined, nowMs: number): string | undefined {
  const ms = text === undefined ? undefined : parseMoment(text, nowMs);
  return ms === undefined ? text : new Date(ms).toISOString();
}

/** What has to change in the address for this value to be there too, or no longer. */
export function withValue({ facets }: EventNarrowing, facet: Facet, value: string): Record<string, string> {
  const values = SINGLE.includes(facet) ? [value] : [...new Set([...facets[facet], value])];
  return { [facet]: values.join(',') };
}

export function withoutValue({ facets }: EventNarrowing, facet: Facet, value: string): Record<string, string> {
  return { [facet]: facets[facet].filter((one) => one !== value).join(',') };
}

type ProjectOf = (event: Envelope) => string | undefined;

/** The same question that the store answers, for what arrives; what is looked for in texts only the index can say. */
export function createRowTest({ facets, until }: EventNarrowing, projectOf: ProjectOf): (event: Envelope) => boolean {
  if (until !== undefined) return () => false;
  const { session, project, type, tool, outcome, agent } = facets;
  const [isOfType, isOfTool] = [createMatcher({ types: type }), createMatcher({ types: tool })];
  const tests: ((event: Envelope) => boolean)[] = [];
  const add = (values: readonly string[], test: (event: Envelope) => boolean) => values.length > 0 && tests.push(test);
  add(session, (event) => session.includes(event.session_id ?? ''));
  add(project, (event) => isWithin(projectOf(event), project[0] ?? ''));
  add(type, isOfType);
  add(tool, ({ data }) => isOfTool({ type: textOf(data.tool_name) ?? '' }));
  add(outcome, (event) => outcome.includes(toldOutcome(event.type, event.data) ?? ''));
  add(agent, ({ data }) => agentNames(data).some((name) => agent.includes(name)));
  return (event) => tests.every((test) => test(event));
}

function isWithin(folder: string | undefined, project: string): boolean {
  const inside = project.endsWith('/') ? project : `${project}/`;
  return folder !== undefined && `${folder}/`.startsWith(inside);
}

function one(query: URLSearchParams, name: string): string[] {
  const value = query.get(name); // as it is: ids and folders may begin or end with anything
  return value ? [value] : [];
}

function many(query: URLSearchParams, name: string): string[] {
  const values = (query.get(name) ?? '').split(',').map((part) => part.trim());
  return [...new Set(values.filter(Boolean))];
}
