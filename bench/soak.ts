import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AccountedSubscriber, createAccountedSubscriber } from './accounted-subscriber.ts';
import { runBench } from './bench.ts';
import { figure } from './columns.ts';
import { ourLines } from './contenders.ts';
import { runLoad } from './load.ts';
import { type Sample, slopeAMinute, watchProcess } from './process-watch.ts';
import type { OurServer } from './stream-home.ts';
import { atMost, type Verdict } from './verdict.ts';

/** Half an hour of events while subscribers come and go: nothing grows, nothing is lost; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
const RATE = 300;
const EVENT_BYTES = 1024;
const SUBSCRIBERS = 20;
const MOST_STAY_MS = 20_000;
const MOST_AWAY_MS = 3000;
const CATCH_UP_MS = 60_000;
const SAMPLES = 120;

/** A process has to find its size first: so much of the time is not judged, and shorter runs not at all. */
const SETTLING = 0.2;
const JUDGED_MINUTES = 10;
const MOST_KB_A_MINUTE = 200;
const MOST_FILES_A_MINUTE = 0.2;

await runBench('soak', async (bench) => {
  const server = await ourLines.start(bench.folder, EVENT_BYTES);
  try {
    const subscribers = Array.from({ length: SUBSCRIBERS }, () => createAccountedSubscriber(server));
    for (const subscriber of subscribers) await subscriber.connect();
    const over = new AbortController();
    const comingAndGoing = subscribers.map((subscriber, index) => comeAndGo(subscriber, index, over.signal));
    const watch = watchProcess(server.pid, Math.max(500, (minutes * 60_000) / SAMPLES));
    const load = { ...server.load, subscribers: 0, rate: RATE, seconds: minutes * 60, warmup: 0.5 };
    const published = await runLoad({ ...bench, server }, load);
    const samples = watch.stop();
    over.abort();
    const visits = await Promise.all(comingAndGoing);
    const lost = await readToEnd(subscribers, server, published.sent);

    const told = subscribers.reduce((sum, { account }) => sum + account.told(), 0);
    const first = samples[0];
    const last = samples.at(-1);
    bench.say(
      `${published.sent} events stored, ${sum(visits)} visits of ${SUBSCRIBERS} subscribers, ${told} events told as a gap`,
    );
    bench.say(`answered after ${figure(published.p50Ms)} ms (p50), ${figure(published.p99Ms)} ms (p99)`);
    bench.say(
      `memory ${figure((first?.rssKb ?? 0) / 1024)} to ${figure((last?.rssKb ?? 0) / 1024)} MB, files ${first?.files} to ${last?.files}`,
    );
    const verdicts = [
      atMost(0, 'events not stored', published.missing + published.refused + published.failures),
      atMost(0, 'events that a subscriber neither received nor was told, or received twice', lost),
      ...judgeGrowth(samples, bench.say),
    ];
    return { verdicts, published, samples, visits: sum(visits), told };
  } finally {
    await server.stop();
  }
});

/** Stays for a while, goes, and resumes behind what it has. Some get arrays, some break off without a word. Returns how often it came. */
async function comeAndGo(subscriber: AccountedSubscriber, index: number, signal: AbortSignal): Promise<number> {
  let visits = 1;
  while (!signal.aborted) {
    await delay(Math.random() * MOST_STAY_MS, undefined, { signal }).catch(() => {}); // the end of the run
    if (signal.aborted) break;
    if (index % 2 === 0) await subscriber.close();
    else await subscriber.breakOff();
    await delay(Math.random() * MOST_AWAY_MS);
    await subscriber.connect({ batch: index % 3 === 0 });
    visits += 1;
  }
  return visits;
}

/** How many events were neither received nor told when there was time enough. */
async function readToEnd(
  subscribers: readonly AccountedSubscriber[],
  { port, token }: OurServer,
  sent: number,
): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const status = (await (await fetch(`http://127.0.0.1:${port}/v1/status`, { headers })).json()) as { seq: number };
  const deadline = performance.now() + CATCH_UP_MS;
  const behind = () => subscribers.reduce((total, { account }) => total + status.seq - account.reachedSeq(), 0);
  while (behind() > 0 && performance.now() < deadline) await delay(20);
  for (const subscriber of subscribers) await subscriber.close();
  const faults = subscribers.reduce((total, { account }) => total + account.faults(), 0);
  return behind() + faults + Math.abs(sent - status.seq);
}

function judgeGrowth(samples: readonly Sample[], say: (line: string) => void): Verdict[] {
  const settled = samples.slice(Math.floor(samples.length * SETTLING));
  const rssSlope = slopeAMinute(settled, ({ rssKb }) => rssKb);
  const filesSlope = slopeAMinute(settled, ({ files }) => files);
  say(`slopes: ${rssSlope.toFixed(1)} KB of memory and ${filesSlope.toFixed(3)} files a minute`);
  if (minutes < JUDGED_MINUTES) return [];
  return [
    atMost(MOST_KB_A_MINUTE, 'growth of memory, KB a minute', rssSlope),
    atMost(MOST_FILES_A_MINUTE, 'growth of open files a minute', filesSlope),
  ];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
