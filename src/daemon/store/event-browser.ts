import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { agentNames } from '../../shared/agent-names.ts';
import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import type { ToldOutcome } from '../../shared/search.ts';
import { TELLING_TYPES, toldOutcome } from '../../shared/told-outcome.ts';
import { type Condition, createConditions } from './condition.ts';
import { createEnvelopePrinter, type Separator } from './envelope-printer.ts';
import type { ImportedRanges } from './imported.ts';
import { eventsOfProject } from './of-project.ts';

export interface BrowseOptions {
  readonly filter: EventFilter;
  /** Names of tools, with `*`; one that matches is enough. */
  readonly tools?: readonly string[] | undefined;
  /** How a call ended, as the event itself tells it; one that matches is enough. */
  readonly outcomes?: readonly ToldOutcome[] | undefined;
  /** Ids or types of sub-agents; one that matches is enough. */
  readonly agents?: readonly string[] | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Where they happened. */
  readonly host?: string | undefined;
  /** False leaves out what was imported, true all else. */
  readonly imported?: boolean | undefined;
  /** Of sessions that were begun in this folder or below it, and without a session from there. */
  readonly project?: string | undefined;
  /** Towards the newer from behind this seq; without it towards the older … */
  readonly afterSeq?: number | undefined;
  /** … from before this one, or from the newest. With `afterSeq` it is the end. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
  /** Ends earlier than it otherwise would, so that nobody else has to wait. */
  readonly maxBytes?: number;
  readonly maxLooked?: number;
  /** Between two envelopes of a piece; a comma, if nothing is said. */
  readonly separator?: Separator;
}

/** Some events, oldest first, and where to go on: with `firstSeq` to the older, with `lastSeq` to the newer. */
export interface BrowsedPage {
  readonly seqs: readonly number[];
  /** The UTF-8 of their envelopes, some in each piece; nothing stands before the first or behind the last of a piece. */
  readonly pieces: readonly Uint8Array[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** In the direction that was asked for there may be more. */
  readonly hasMore: boolean;
  /** The file cannot be read now: this is no answer. */
  readonly isUnread?: true;
}

/** One answer looks at so many events at most; one that finds nothing among them says how far it came. */
const LOOK_EVENTS = 20_000;
/** An answer ends with the piece that reaches this. */
export const MAX_BYTES = 8 * 1024 * 1024;

interface BrowserParts {
  readonly lastSeq: () => number;
  readonly imported: Pick<ImportedRanges, 'at'>;
}

export function createBrowser(
  database: DatabaseSync,
  { lastSeq: lastSeqOf, imported }: BrowserParts,
): (options: BrowseOptions) => BrowsedPage {
  const toCondition = createConditions(database);
  const printer = createEnvelopePrinter(database);
  database.function('is_imported', (seq) => (imported.at(Number(seq)) === undefined ? 0 : 1));

  return (options) => (options.afterSeq === undefined ? older(options) : newer(options, options.afterSeq));

  function newer(options: BrowseOptions, afterSeq: number): BrowsedPage {
    const newest = Math.min(lastSeqOf(), (options.beforeSeq ?? Number.POSITIVE_INFINITY) - 1);
    const to = isOneSession(options) ? newest : Math.min(newest, afterSeq + maxLookedOf(options));
    const { seqs, pieces, reachedSeq = to } = look(options, { from: afterSeq + 1, to, order: 'ASC' });
    const lastSeq = Math.max(reachedSeq, afterSeq);
    return { seqs: seqs.flat(), pieces, firstSeq: seqs[0]?.[0] ?? afterSeq + 1, lastSeq, hasMore: lastSeq < newest };
  }

  function older(options: BrowseOptions): BrowsedPage {
    const end = toEnd(options);
    const from = isOneSession(options) ? 1 : Math.max(1, end - maxLookedOf(options));
    const { seqs, pieces, reachedSeq = from } = look(options, { from, to: end - 1, order: 'DESC' });
    const found = seqs.reverse().flat();
    const lastSeq = found.at(-1) ?? end - 1;
    return { seqs: found, pieces: pieces.reverse(), firstSeq: reachedSeq, lastSeq, hasMore: reachedSeq > 1 };
  }

  /** However much was imported last, it is passed over at once. */
  function toEnd({ beforeSeq = lastSeqOf() + 1, ...options }: BrowseOptions): number {
    return options.imported === false ? (imported.at(beforeSeq - 1)?.from ?? beforeSeq) : beforeSeq;
  }

  /** Piece by piece in the order that was asked for. */
  function look(options: BrowseOptions, range: Range): Looked & { seqs: (readonly number[])[]; pieces: Uint8Array[] } {
    const { maxBytes = MAX_BYTES, separator = ',' } = options;
    const found = find(options, range);
    const seqs: (readonly number[])[] = [];
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    let events = 0;
    for (const piece of printer.pieces(found.seqs, separator)) {
      seqs.push(piece.seqs);
      pieces.push(piece.bytes);
      bytes += piece.bytes.length;
      events += piece.seqs.length;
      if (bytes >= maxBytes && events < found.seqs.length) return { seqs, pieces, reachedSeq: found.seqs[events - 1] };
    }
    return { ...found, seqs, pieces };
  }

  function find(options: BrowseOptions, range: Range): Looked & { readonly seqs: number[] } {
    const isMeant = toBodyMatcher(options);
    if (isMeant !== undefined) return findMeant(options, range, isMeant);
    const most = Math.min(options.limit, maxLookedOf(options));
    const { statement, values } = toRows('seq', options, range);
    const seqs = statement.all(...values, most).map(({ seq }) => Number(seq));
    return { seqs, reachedSeq: seqs[most - 1] };
  }

  /** Looks into the events that come into question. */
  function findMeant(options: BrowseOptions, range: Range, isMeant: BodyMatcher): ReturnType<typeof find> {
    const most = maxLookedOf(options);
    const { statement, values } = toRows('seq, type, body', options, range);
    const seqs: number[] = [];
    let looked = 0;
    for (const row of statement.iterate(...values, most)) {
      looked += 1;
      const seq = Number(row.seq);
      if (isMeant(String(row.type), String(row.body))) seqs.push(seq);
      if (seqs.length === options.limit || looked === most) return { seqs, reachedSeq: seq };
    }
    return { seqs };
  }

  function toRows(columns: string, options: BrowseOptions, { from, to, order }: Range) {
    const { sql, values } = toWhole(toCondition(options.filter), options);
    const statement = database.prepare(
      `SELECT ${columns} FROM events WHERE seq BETWEEN ? AND ? AND ${sql} ORDER BY seq ${order} LIMIT ?`,
    );
    return { statement, values: [from, to, ...values] };
  }
}

/** Where it stopped before the end of the range. */
interface Looked {
  readonly reachedSeq?: number | undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly order: 'ASC' | 'DESC';
}

/** Its events are found by their index, however far they lie apart. */
function isOneSession({ filter }: BrowseOptions): boolean {
  return filter.sessionId !== undefined;
}

function maxLookedOf({ maxLooked = LOOK_EVENTS }: BrowseOptions): number {
  return maxLooked;
}

function toWhole({ sql, values }: Condition, options: BrowseOptions): Condition {
  const { sinceMs, untilMs, tools, outcomes, agents, host, imported, project } = options;
  const more: SQLInputValue[] = [];
  let whole = sql;
  const add = (condition: string, ...given: SQLInputValue[]) => {
    whole += ` AND ${condition}`;
    more.push(...given);
  };
  if (sinceMs !== undefined) add('at_ms >= ?', sinceMs);
  if (untilMs !== undefined) add('at_ms <= ?', untilMs);
  if (host !== undefined) add('host = ?', host);
  if (imported !== undefined) add('is_imported(seq) = ?', Number(imported));
  if (project !== undefined) {
    const ofProject = eventsOfProject(project);
    add(ofProject.sql, ...ofProject.values);
  }
  // most events of no tool, or of no sub-agent, are left out without reading them into JavaScript
  if (tools !== undefined) add(`instr(body, '"tool_name"') > 0`);
  if (agents !== undefined) add(`instr(body, '"agent_') > 0`);
  if (outcomes !== undefined) {
    add('+type IN (SELECT value FROM json_each(?))', JSON.stringify(outcomes.map((one) => TELLING_TYPES[one])));
  }
  return { sql: whole, values: [...values, ...more] };
}

type BodyMatcher = (type: string, body: string) => boolean;

/** By what stands in the event itself: tool, outcome and sub-agent. Undefined when none was asked for. */
export function toBodyMatcher({ tools, outcomes, agents }: BrowseOptions): BodyMatcher | undefined {
  if (tools === undefined && outcomes === undefined && agents === undefined) return undefined;
  const matches = createMatcher({ types: tools ?? [] });
  return (type, body) => {
    const data: Readonly<Record<string, unknown>> = JSON.parse(body);
    const outcome = toldOutcome(type, data);
    if (outcomes !== undefined && (outcome === undefined || !outcomes.includes(outcome))) return false;
    if (agents !== undefined && !agentNames(data).some((name) => agents.includes(name))) return false;
    return tools === undefined || (typeof data.tool_name === 'string' && matches({ type: data.tool_name }));
  };
}
