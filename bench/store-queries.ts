import { spawnSync } from 'node:child_process';
import { type AskedAnswer, createAsker } from './store-asker.ts';
import { PHRASE, PHRASE_MARK, RARE_MARK, RARE_WORD } from './store-events.ts';
import { untilIndexed } from './store-index.ts';
import type { StoreWorld } from './store-world.ts';

const RUNS = 40;

/** What a question took, in ms; `ownSql` is the same asked of the file by hand, `lines` of plain JSON lines. */
export interface QueryCost {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly answerBytes: number;
  readonly ownSqlMs?: number | undefined;
  readonly linesMs?: number | undefined;
  /** So many events, sessions or calls were in the answer. */
  readonly events: number;
}

interface Query {
  readonly name: string;
  readonly path: string;
  /** Of what is asked for, so many have to be in the answer. */
  readonly least: number;
  readonly ownSql?: readonly [sql: string, ...values: (string | number)[]];
  /** Read by a shell from the file of lines. */
  readonly lines?: string | undefined;
}

export const SEARCHES = 'search: ';

interface QueryOptions {
  /** Searches the file of lines too: seconds for each question and million of events. */
  readonly isBesideLines: boolean;
}

/** Asks when all can be found: an index that lags would be asked for less, and work beside its answers. */
export async function measureQueries(world: StoreWorld, { isBesideLines }: QueryOptions): Promise<QueryCost[]> {
  await untilIndexed(world.daemon);
  const costs: QueryCost[] = [];
  for (const query of queriesFor(world)) {
    costs.push(await measureQuery(world, isBesideLines ? query : { ...query, lines: undefined }));
  }
  return costs;
}

/** A page of what is searched for. */
const PAGE = 50;

function queriesFor(world: StoreWorld): Query[] {
  const { sql, linesFile } = world;
  const { session, project, events, since } = largestSession(world);
  const search = (name: string, text: string, { more = '', grep = '', least = 1 } = {}): Query => {
    const needle = text.replaceAll('"', '');
    const pipe = grep === '' ? '' : ` | grep -F -- '${grep}'`;
    const path = `/v1/events?q=${encodeURIComponent(text)}&limit=${PAGE}${more}`;
    const lines = `grep -F -- '${needle}' '${linesFile}'${pipe} | tail -${PAGE}`;
    return { name: SEARCHES + name, path, least: Math.min(PAGE, least), lines };
  };
  const marked = (mark: (typeof marks)[number]) =>
    sql((database) => Number(database.prepare(COUNT_MARKED).get(mark.every, mark.at)?.events));
  const marks = [RARE_MARK, PHRASE_MARK] as const;
  return [
    {
      name: 'last 1000 of a session',
      path: `/v1/events?session=${session}&limit=1000`,
      least: Math.min(1000, events),
      ownSql: ['SELECT * FROM events WHERE session_id = ? ORDER BY seq DESC LIMIT 1000', session],
      lines: `grep -F '"session_id":"${session}"' '${linesFile}' | tail -1000`,
    },
    {
      name: 'list of sessions',
      path: '/v1/sessions?limit=100',
      least: 20,
      ownSql: ['SELECT * FROM sessions ORDER BY last_ms DESC, id DESC LIMIT 101'],
    },
    {
      name: 'tool calls of a session',
      path: `/v1/spans?session=${session}`,
      least: 1,
      ownSql: ['SELECT * FROM spans WHERE session_id = ?', session],
    },
    search('a rare word', RARE_WORD, { least: marked(RARE_MARK) }),
    search('a common word', 'server', { least: PAGE }),
    search('a phrase', `"${PHRASE}"`, { least: marked(PHRASE_MARK) }),
    search('a word in one session', 'server', { more: `&session=${session}`, grep: session }),
    search('a word, type and time', 'server', { more: `&type=hook.post_tool&since=${since}`, grep: 'hook.post_tool"' }),
    search('a word, project and outcome', 'server', {
      more: `&project=${encodeURIComponent(project)}&outcome=failed`,
      grep: 'hook.post_tool_use_failure"',
    }),
  ];
}

/** The events of the bench are numbered in their ids. */
const COUNT_MARKED = 'SELECT count(*) AS events FROM events WHERE CAST(substr(id, -8) AS INTEGER) % ? = ?';

function largestSession({ sql }: StoreWorld) {
  const row = sql((database) =>
    database
      .prepare(
        `SELECT session_id AS session, count(*) AS events, min(at_ms) AS begun, json_extract(body, '$.cwd') AS project
         FROM events WHERE session_id IS NOT NULL GROUP BY session_id ORDER BY events DESC LIMIT 1`,
      )
      .get(),
  );
  const since = new Date(Number(row?.begun)).toISOString();
  return { session: String(row?.session), project: String(row?.project), events: Number(row?.events), since };
}

async function measureQuery(world: StoreWorld, query: Query): Promise<QueryCost> {
  const { name, path, ownSql, lines } = query;
  const asker = await createAsker(world.daemon); // one that waited for the others' baselines would be shut out
  const answers: AskedAnswer[] = [];
  for (let run = 0; run < RUNS; run += 1) answers.push(await asker.time(path));
  const events = checkAnswer(query, await asker.read(path));
  asker.close();
  const times = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  return {
    name,
    medianMs: times[Math.floor(RUNS / 2)] ?? 0,
    p95Ms: times[Math.floor(RUNS * 0.95)] ?? 0,
    answerBytes: answers[0]?.bytes ?? 0,
    events,
    ownSqlMs: ownSql && world.sql((database) => median(() => database.prepare(ownSql[0]).all(...ownSql.slice(1)))),
    linesMs: lines === undefined ? undefined : median(() => spawnSync('sh', ['-c', lines], { maxBuffer: 2 ** 30 }), 3),
  };
}

/** An answer that lacks what is there would be a quick one. Returns how many things are in it. */
function checkAnswer({ name, least }: Query, answer: unknown): number {
  const lists = Object.values(answer as Record<string, unknown>).filter(Array.isArray);
  const [found = []] = lists;
  if (found.length < least) throw new Error(`"${name}" was answered with ${found.length}, not ${least}.`);
  const isEmpty = (one: { match?: readonly unknown[] }) => name.startsWith(SEARCHES) && !one.match?.length;
  if (found.some(isEmpty)) throw new Error(`"${name}" was answered with an event that has it not.`);
  return found.length;
}

function median(work: () => unknown, runs = 9): number {
  const times = Array.from({ length: runs }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
  return times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
}
