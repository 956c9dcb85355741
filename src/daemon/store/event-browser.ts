import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { createMatcher, type EventFilter } from '../../shared/event-filter.ts';
import { type Condition, createConditions } from './condition.ts';
import type { Entry } from './entry.ts';
import { COLUMNS, rowToEntry } from './ledger-reader.ts';

export interface BrowseOptions {
  readonly filter: EventFilter;
  /** Names of tools, with `*`; one that matches is enough. */
  readonly tools?: readonly string[] | undefined;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Towards the newer from behind this seq; without it towards the older … */
  readonly afterSeq?: number | undefined;
  /** … from before this one, or from the newest. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
}

/** Some events, oldest first, and where to go on: with `firstSeq` to the older, with `lastSeq` to the newer. */
export interface BrowsedPage {
  readonly entries: readonly Entry[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** In the direction that was asked for there may be more. */
  readonly hasMore: boolean;
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
    const newest = lastSeqOf();
    const to = isOneSession(options) ? newest : Math.min(newest, afterSeq + LOOK_EVENTS);
    const { entries, reachedSeq = to } = look(options, { from: afterSeq + 1, to, order: 'ASC' });
    const lastSeq = Math.max(reachedSeq, afterSeq);
    return { entries, firstSeq: entries[0]?.seq ?? afterSeq + 1, lastSeq, hasMore: lastSeq < newest };
  }

  function older(options: BrowseOptions): BrowsedPage {
    const end = options.beforeSeq ?? lastSeqOf() + 1;
    const from = isOneSession(options) ? 1 : Math.max(1, end - LOOK_EVENTS);
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
    const isTool = toToolMatcher(options.tools);
    const entries: Entry[] = [];
    let chars = 0;
    let looked = 0;
    for (const row of rows) {
      looked += 1;
      if (isTool(String(row.body))) {
        const entry = rowToEntry(row);
        entries.push(entry);
        chars += entry.json.length;
      }
      if (entries.length === options.limit || chars >= MAX_CHARS || looked === LOOK_EVENTS) {
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

function toWhole({ sql, values }: Condition, { sinceMs, untilMs, tools }: BrowseOptions): Condition {
  const more: SQLInputValue[] = [];
  let whole = sql;
  if (sinceMs !== undefined) {
    whole += ' AND at_ms >= ?';
    more.push(sinceMs);
  }
  if (untilMs !== undefined) {
    whole += ' AND at_ms <= ?';
    more.push(untilMs);
  }
  // most events of no tool are left out without reading them into JavaScript
  if (tools !== undefined) whole += ` AND instr(body, '"tool_name"') > 0`;
  return { sql: whole, values: [...values, ...more] };
}

export function toToolMatcher(tools: readonly string[] | undefined): (body: string) => boolean {
  if (tools === undefined) return () => true;
  const matches = createMatcher({ types: tools });
  return (body) => {
    const { tool_name: tool }: Readonly<Record<string, unknown>> = JSON.parse(body);
    return typeof tool === 'string' && matches({ type: tool });
  };
}
