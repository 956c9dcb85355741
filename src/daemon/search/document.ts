import * as path from 'node:path';
import { agentNames } from '../../shared/agent-names.ts';
import { toldOutcome } from '../../shared/told-outcome.ts';
import { parseFields } from '../../shared/wire.ts';
import { type FacetName, facetToken, type NamedFacet } from './facets.ts';
import { type Text, textsOf } from './texts.ts';

/** A larger one is not parsed: this thread's memory is small. Only the beginning of its JSON can be found. */
export const MAX_BODY_CHARS = 4 * 1024 * 1024;
/** Between two values, so that no phrase reaches from one into the next. A private-use character, which is a word by itself. */
const BETWEEN = ' \uE000 ';

/** An event as the index takes it in. */
export interface IndexedEvent {
  readonly type: string;
  readonly sessionId: string | null;
  /** Its `data`, or the beginning of it. */
  readonly body: string;
  /** Of its session; null when that is not known. */
  readonly project: string | null;
  readonly origin: string;
}

export interface Document {
  readonly text: string;
  readonly facets: string;
  /** Names of types and tools, which are asked for by patterns, and types of sub-agents. */
  readonly names: readonly (readonly [NamedFacet, string])[];
}

export function toDocument({ type, sessionId, body, project, origin }: IndexedEvent): Document {
  const data = readBody(body);
  const tool = textOrNull(data.tool_name);
  const folder = project ?? textOrNull(parseFields(origin)?.project) ?? textOrNull(data.cwd);
  const facets: readonly (readonly [FacetName, string | null])[] = [
    ['type', type],
    ['session', sessionId],
    ...foldersOf(folder).map((one) => ['project', one] as const),
    ['tool', tool],
    ['outcome', toldOutcome(type, data) ?? null],
    ...agentNames(data).map((name) => ['agent', name] as const),
  ];
  const named: readonly (readonly [NamedFacet, string | null])[] = [
    ['type', type],
    ['tool', tool],
    ['agent', textOrNull(data.agent_type)],
  ];
  return {
    text: textsOf(data)
      .map(({ text }) => text)
      .join(BETWEEN),
    facets: facets.flatMap(([name, value]) => (value === null ? [] : [facetToken(name, value)])).join(' '),
    names: named.flatMap(([facet, name]) => (name === null ? [] : [[facet, name] as const])),
  };
}

/** Who asks for a folder means what is below it too. */
function foldersOf(folder: string | null): string[] {
  if (folder === null || !path.isAbsolute(folder)) return folder === null ? [] : [folder];
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersOf(parent)];
}

/** What can be found of an event's `data`. */
export function readTexts(body: string): Text[] {
  return textsOf(readBody(body));
}

function readBody(body: string): Readonly<Record<string, unknown>> {
  return parseFields(body) ?? { text: body };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
