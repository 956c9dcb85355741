import { spawnSync } from 'node:child_process';
import * as http from 'node:http';
import { PHRASE, RARE_WORD } from './store-events.ts';
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
  /** The daemon cannot be asked that. */
  readonly isMissing?: true;
}

interface Query {
  readonly name: string;
  readonly path: string;
  readonly ownSql?: readonly [sql: string, ...values: (string | number)[]];
  /** Read by a shell from the file of lines. */
  readonly lines?: string;
}

export const SEARCHES = 'search: ';

export async function measureQueries(world: StoreWorld): Promise<QueryCost[]> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const costs: QueryCost[] = [];
  for (const query of queriesFor(world)) costs.push(await measureQuery(world, agent, query));
  agent.destroy();
  return costs;
}

function queriesFor({ sql, linesFile }: StoreWorld): Query[] {
  const row = sql((database) =>
    database
      .prepare(
        `SELECT session_id AS id, count(*) AS events, min(at_ms) AS begun FROM events
         WHERE session_id IS NOT NULL GROUP BY session_id ORDER BY events DESC LIMIT 1`,
      )
      .get(),
  );
  const session = String(row?.id);
  const since = new Date(Number(row?.begun)).toISOString();
  const search = (name: string, text: string, more = ''): Query => {
    const needle = text.replaceAll('"', '');
    const pipe = more === '' ? '' : ` | grep -F '${session}'`;
    const path = `/v1/events?q=${encodeURIComponent(text)}&limit=50${more}`;
    return { name: SEARCHES + name, path, lines: `grep -F -- '${needle}' '${linesFile}'${pipe} | tail -50` };
  };
  return [
    {
      name: 'last 1000 of a session',
      path: `/v1/events?session=${session}&limit=1000`,
      ownSql: ['SELECT * FROM events WHERE session_id = ? ORDER BY seq DESC LIMIT 1000', session],
      lines: `grep -F '"session_id":"${session}"' '${linesFile}' | tail -1000`,
    },
    {
      name: 'list of sessions',
      path: '/v1/sessions?limit=100',
      ownSql: ['SELECT * FROM sessions ORDER BY last_ms DESC, id DESC LIMIT 101'],
    },
    {
      name: 'tool calls of a session',
      path: `/v1/spans?session=${session}`,
      ownSql: ['SELECT * FROM spans WHERE session_id = ?', session],
    },
    search('a rare word', RARE_WORD),
    search('a common word', 'server'),
    search('a phrase', `"${PHRASE}"`),
    search('a word in one session', 'server', `&session=${session}`),
    search('a word, type and time', 'server', `&type=hook.post_tool&since=${since}`),
    search('a word, project and outcome', 'server', '&project=/home/dev/project&outcome=failed'),
  ];
}

async function measureQuery(world: StoreWorld, agent: http.Agent, query: Query): Promise<QueryCost> {
  const { name, path, ownSql, lines } = query;
  const times: number[] = [];
  let answerBytes = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const startedMs = performance.now();
    const { status, bytes } = await get(world, agent, path);
    times.push(performance.now() - startedMs);
    answerBytes = bytes;
    if (status !== 200) return { name, medianMs: 0, p95Ms: 0, answerBytes: 0, isMissing: true };
  }
  times.sort((one, other) => one - other);
  return {
    name,
    medianMs: times[Math.floor(RUNS / 2)] ?? 0,
    p95Ms: times[Math.floor(RUNS * 0.95)] ?? 0,
    answerBytes,
    ownSqlMs: ownSql && world.sql((database) => median(() => database.prepare(ownSql[0]).all(...ownSql.slice(1)))),
    linesMs: lines === undefined ? undefined : median(() => spawnSync('sh', ['-c', lines], { maxBuffer: 2 ** 30 }), 3),
  };
}

function median(work: () => unknown, runs = 9): number {
  const times = Array.from({ length: runs }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
  return times.sort((one, other) => one - other)[Math.floor(runs / 2)] ?? 0;
}

function get(
  { daemon }: StoreWorld,
  agent: http.Agent,
  path: string,
): Promise<{ readonly status: number | undefined; readonly bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${daemon.token}` };
    const request = http.get({ port: daemon.port, host: '127.0.0.1', path, agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once('end', () => resolve({ status: response.statusCode, bytes }));
    });
    request.once('error', reject);
  });
}
