import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AccountedSubscriber, createAccountedSubscriber } from './accounted-subscriber.ts';
import { type Bench, runBench } from './bench.ts';
import { figure, printColumns } from './columns.ts';
import { ourLines } from './contenders.ts';
import { type Measured, runLoad } from './load.ts';
import type { OurServer } from './stream-home.ts';
import { sendUrgent } from './urgent.ts';
import { atLeast, atMost, median, type Verdict } from './verdict.ts';

/** One subscriber of a hundred stops reading: what the others notice, and what it ends with; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, pairs: { type: 'string', default: '3' } },
});
const SUBSCRIBERS = 100;
const EVENT_BYTES = 4096;
const RATE = 500;
const URGENT_EVERY_MS = 100;
/** Of these a stalled subscriber is owed more than it may be behind, so that it is sent away before it is read again. */
const TOO_MUCH = { urgentBytes: 150_000, seconds: 25 };
const CLOSE_TOO_SLOW = 4008;
/** For what it has missed, and for every time it is sent away meanwhile. */
const CATCH_UP_MS = 60_000;

const MOST_P99_RATIO = 1.5;
const MOST_MB_OVER_IDLE = 64;

/** What the one that stalled ended with. */
interface Ending {
  readonly asked: number;
  readonly received: number;
  readonly told: number;
  readonly faults: number;
  readonly urgentSent: number;
  readonly urgentReceived: number;
  /** Of the connections it lost. */
  readonly codes: readonly number[];
}

interface Wish {
  readonly isStalled: boolean;
  readonly urgentBytes?: number;
  readonly seconds?: number;
}

interface Run {
  readonly others: Measured;
  readonly ending?: Ending;
}

interface Pair {
  readonly calm: Run;
  readonly stalled: Run;
}

await runBench('stall', async (bench) => {
  const pairs: Pair[] = [];
  for (let index = 0; index < Number(values.pairs); index += 1) {
    // in turns, also of who is first: the machine is never the same twice
    const first = await measure(bench, { isStalled: index % 2 === 1 });
    const second = await measure(bench, { isStalled: index % 2 === 0 });
    const pair = index % 2 === 0 ? { calm: first, stalled: second } : { calm: second, stalled: first };
    pairs.push(pair);
    bench.say(print(pair));
  }
  const sentAway = await measure(bench, { isStalled: true, ...TOO_MUCH });
  bench.say(`${printEnding(sentAway.ending)} Urgent events were of ${TOO_MUCH.urgentBytes} bytes.\n`);
  return { verdicts: [...judge(pairs, sentAway), ...judgeSentAway(sentAway)], pairs, sentAway };
});

/** As many subscribers in both: in the one the hundredth reads like the others. */
async function measure(bench: Bench, { isStalled, urgentBytes, seconds = Number(values.seconds) }: Wish): Promise<Run> {
  const server = await ourLines.start(bench.folder, EVENT_BYTES);
  const subscribers = isStalled ? SUBSCRIBERS - 1 : SUBSCRIBERS;
  const load = { ...server.load, subscribers, rate: RATE, seconds, warmup: 2 };
  try {
    if (!isStalled) return { others: await runLoad({ ...bench, server }, load) };
    const urgentReceived = new Set<unknown>();
    const stalled = createAccountedSubscriber(server, ({ type, id }) => {
      if (type === 'hook.notification') urgentReceived.add(id);
    });
    await stalled.connect({ name: 'stalled' });
    const startSeq = stalled.account.reachedSeq();
    stalled.pause();
    const urgent = sendUrgent(server, URGENT_EVERY_MS, urgentBytes);
    const others = await runLoad({ ...bench, server }, load);
    const urgentSent = await urgent.stop();
    const lastSeq = await readToEnd(stalled, server);
    const { received, told, faults } = stalled.account;
    const books = { asked: lastSeq - startSeq, received: received(), told: told(), faults: faults() };
    const codes = [...stalled.codes];
    await stalled.close();
    return { others, ending: { ...books, urgentSent, urgentReceived: urgentReceived.size, codes } };
  } finally {
    await server.stop();
  }
}

/** Reads what is there, and comes back as often as it is sent away. */
async function readToEnd(stalled: AccountedSubscriber, { port, token }: OurServer): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const status = (await (await fetch(`http://127.0.0.1:${port}/v1/status`, { headers })).json()) as { seq: number };
  const deadline = performance.now() + CATCH_UP_MS;
  stalled.resume();
  while (stalled.account.reachedSeq() < status.seq && performance.now() < deadline) {
    if (!stalled.isConnected()) await stalled.connect({ name: 'stalled' });
    await delay(20);
  }
  return status.seq;
}

function print({ calm, stalled }: Pair): string {
  const row = (name: string, { others }: Run) => {
    const figures = [others.p50Ms, others.p99Ms, others.rssIdleKb / 1024, others.rssPeakKb / 1024];
    return [name, ...figures.map(figure), String(others.missing)];
  };
  const heads = ['', 'p50 ms', 'p99 ms', 'MB idle', 'MB peak', 'missing'];
  const rows = [row('all read', calm), row('one stalled', stalled)];
  return `${printColumns(heads, rows)}\n${printEnding(stalled.ending)}\n`;
}

function printEnding(ending: Ending = NOTHING): string {
  const { asked, received, told, urgentSent, urgentReceived, codes } = ending;
  const sentAway = codes.length === 0 ? 'stayed connected' : `was closed with ${codes.join(', ')} and came back`;
  return `It ${sentAway}: ${received} received + ${told} told of ${asked}; urgent ${urgentReceived} of ${urgentSent}.`;
}

const NOTHING: Ending = { asked: 0, received: 0, told: 0, faults: 0, urgentSent: 0, urgentReceived: 0, codes: [] };

function judgeSentAway({ ending = NOTHING, others }: Run): Verdict[] {
  const bySlowness = ending.codes.filter((code) => code === CLOSE_TOO_SLOW).length;
  return [
    atLeast(1, 'closed with 4008 where too much was urgent', bySlowness),
    atMost(0, 'events the others missed meanwhile', others.missing),
  ];
}

/** The books have to be right in all runs; times and memory are those of the pairs. */
function judge(pairs: readonly Pair[], sentAway: Run): Verdict[] {
  const endings = [...pairs.map(({ stalled }) => stalled), sentAway].flatMap(({ ending }) => ending ?? []);
  const sum = (count: (ending: Ending) => number) => endings.reduce((total, ending) => total + count(ending), 0);
  const ratios = pairs.map(({ calm, stalled }) => stalled.others.p99Ms / calm.others.p99Ms);
  const overIdleMb = pairs.map(({ stalled: { others } }) => (others.rssPeakKb - others.rssIdleKb) / 1024);
  return [
    atMost(MOST_P99_RATIO, "the others' p99, × that without a stalled one, median of the pairs", median(ratios)),
    atMost(MOST_MB_OVER_IDLE, 'memory of the daemon, MB above idle', Math.max(...overIdleMb)),
    atMost(
      0,
      'events the others missed',
      pairs.reduce((total, { stalled }) => total + stalled.others.missing, 0),
    ),
    atMost(
      0,
      'asked for, and neither received nor told',
      sum((one) => Math.abs(one.asked - one.received - one.told)),
    ),
    atMost(
      0,
      'received or told twice, or out of order',
      sum((one) => one.faults),
    ),
    atMost(
      0,
      'urgent events that the stalled one missed',
      sum((one) => one.urgentSent - one.urgentReceived),
    ),
  ];
}
