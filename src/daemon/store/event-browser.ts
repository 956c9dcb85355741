import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { agentNames } from '../../shared/agent-names.ts';
import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import type { ToldOutcome } from '../../shared/search.ts';
import { TELLING_TYPES, toldOutcome } from '../../shared/told-outcome.ts';
import { type Condition, createConditions } from './condition.ts';
import type { Entry } from './entry.ts';
import { COLUMNS, rowToEntry } from './ledger-reader.ts';
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
  /** Of sessions that were begun in this folder or below it, and without a session from there. */
  readonly project?: string | undefined;
  /** Towards the newer from behind this seq; without it towards the older … */
  readonly afterSeq?: number | undefined;
  /** … from before this one, or from the newest. With `afterSeq` it is the end. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
  /** Ends earlier than it otherwise would, so that nobody else has to wait. */
  readonly maxChars?: number;
  readonly maxLooked?: number;
}

/** Some events, oldest first, and where to go on: with `firstSeq` to the older, with `lastSeq` to the newer. */
export interface BrowsedPage {
  readonly entries: readonly Entry[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** In the direction that was asked for there may be more. */
  readonly hasMore: boolean;
  /** The file cannot be read now: this is no answer. */
  readonly isUnread?: true;
}

/** One answer looks at so many events at most; one that finds nothing among them says how far it came. */
const LOOK_EVENTS = 20_000;
/** An answer ends with the event that reaches this. */
const MAX_CHARS = 8 * 1024 * 1024;

export function createBrowser(
  database: DatabaseSync,
  lastSeqOf: () => number,
): (options: BrowseOptions) => BrowsedPage {
  const toCondition = createConditions(database);

  return (options) => (options.afterSeq === undefined ? older(options) : newer(options, options.afterSeq));

  function newer(options: BrowseOptions, afterSeq: number): BrowsedPage {
    const newest = Math.min(lastSeqOf(), (options.beforeSeq ?? Number.POSITIVE_INFINITY) - 1);
    const to = isOneSession(options) ? newest : Math.min(newest, afterSeq + maxLookedOf(options));
    const { entries, reachedSeq = to } = look(options, { from: afterSeq + 1, to, order: 'ASC' });
    const lastSeq = Math.max(reachedSeq, afterSeq);
    return { entries, firstSeq: entries[0]?.seq ?? afterSeq + 1, lastSeq, hasMore: lastSeq < newest };
  }

  function older(options: BrowseOptions): BrowsedPage {
    const end = options.beforeSeq ?? lastSeqOf() + 1;
    const from = isOneSession(options) ? 1 : Math.max(1, end - maxLookedOf(options));
    const { entries, reachedSeq = from } = look(options, { from, to: end - 1, order: 'DESC' });
    entries.reverse();
    return { entries, firstSeq: reachedSeq, lastSeq: entries.at(-1)?.seq ?? end - 1, hasMore: reachedSeq > 1 };
  }

  /** `reachedSeq` is where it stopped before the end of the range. */
  function look(options: BrowseOptions, range: Range): { entries: Entry[]; reachedSeq?: number } {
    const { sql, values } = toWhole(toCondition(options.filter), options);
    const rows = database
      .prepare(`SELECT ${COLUMNS} FROM events WHERE seq BETWEEN ? AND ? AND ${sql} ORDER BY seq ${range.order}`)
      .iterate(range.from, range.to, ...values);
    const isMeant = toBodyMatcher(options);
    const { limit, maxChars = MAX_CHARS } = options;
    const maxLooked = maxLookedOf(options);
    const entries: Entry[] = [];
    let chars = 0;
    let looked = 0;
    for (const row of rows) {
      looked += 1;
      if (isMeant(String(row.type), String(row.body))) {
        const entry = rowToEntry(row);
        entries.push(entry);
        chars += entry.json.length;
      }
      if (entries.length === limit || chars >= maxChars || looked === maxLooked) {
        return { entries, reachedSeq: Number(row.seq) };
      }
    }
    return { entries };
  }
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
  const { sinceMs, untilMs, tools, outcomes, agents, project } = options;
  const more: SQLInputValue[] = [];
  let whole = sql;
  const add = (condition: string, ...given: SQLInputValue[]) => {
    whole += ` AND ${condition}`;
    more.push(...given);
  };
  if (sinceMs !== undefined) add('at_ms >= ?', sinceMs);
  if (untilMs !== undefined) add('at_ms <= ?', untilMs);
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

/** By what stands in the event itself: tool, outcome and sub-agent. */
export function toBodyMatcher({ tools, outcomes, agents }: BrowseOptions): (type: string, body: string) => boolean {
  if (tools === undefined && outcomes === undefined && agents === undefined) return () => true;
  const matches = createMatcher({ types: tools ?? [] });
  return (type, body) => {
    const data: Readonly<Record<string, unknown>> = JSON.parse(body);
    const outcome = toldOutcome(type, data);
    if (outcomes !== undefined && (outcome === undefined || !outcomes.includes(outcome))) return false;
    if (agents !== undefined && !agentNames(data).some((name) => agents.includes(name))) return false;
    return tools === undefined || (typeof data.tool_name === 'string' && matches({ type: data.tool_name }));
  };
}
