import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchDaemon, createBenchDaemon } from './store-daemon.ts';
import { type BenchEvent, makeEvents } from './store-events.ts';
import { createSender } from './store-send.ts';

/** So many events are made, and sent, at a time. */
const SEGMENT_EVENTS = 20_000;
/** Says how many events a folder was filled with. */
const FILLED = 'filled.json';

/** A daemon, started, with so many events stored and indexed; what an earlier run left in the folder is taken as it is. */
export async function startFilled(folder: string, events: number, say: (text: string) => void): Promise<BenchDaemon> {
  const mark = path.join(folder, FILLED);
  const isFilled = filledWith(mark) === events;
  if (!isFilled) fs.rmSync(path.join(folder, 'home'), { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const daemon = await createBenchDaemon(folder);
  await daemon.start();
  if (isFilled) return daemon;
  await fill(daemon, events, say);
  await untilIndexed(daemon, say);
  fs.writeFileSync(mark, JSON.stringify({ events }));
  return daemon;
}

function filledWith(mark: string): number | undefined {
  return fs.existsSync(mark) ? (JSON.parse(fs.readFileSync(mark, 'utf8')) as { events: number }).events : undefined;
}

async function fill(daemon: BenchDaemon, count: number, say: (text: string) => void): Promise<void> {
  const sender = createSender(daemon);
  let segment: BenchEvent[] = [];
  let sent = 0;
  for (const event of makeEvents(count)) {
    segment.push(event);
    sent += 1;
    if (segment.length < SEGMENT_EVENTS && sent < count) continue;
    await sender.batches(segment);
    segment = [];
    say(`${sent.toLocaleString('en')} of ${count.toLocaleString('en')} events are stored.`);
  }
  sender.close();
}

/** While the index takes events in, it works beside whatever is measured. */
async function untilIndexed({ port, token }: BenchDaemon, say: (text: string) => void): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/status`, { headers: { authorization: `Bearer ${token}` } });
    const { search } = (await answer.json()) as { search: { lagEvents: number; state: string } };
    if (search.lagEvents === 0 && search.state === 'ready') return;
    say(`${search.lagEvents.toLocaleString('en')} events have still to be indexed.`);
    await delay(10_000);
  }
}
