import { setTimeout as delay } from 'node:timers/promises';
import { createSender } from './store-send.ts';
import type { StoreWorld } from './store-world.ts';

const EVENTS = 6000;
const KILL_AFTER_MS = 400;

export interface KillOutcome {
  readonly acked: number;
  /** Of those acknowledged, so many were not there afterwards. */
  readonly lost: number;
  readonly startMs: number;
}

/** Kills the daemon in the middle of a load, in batches and one by one, starts it again and looks for all that it had said it has. */
export async function killInTheMiddle(world: StoreWorld): Promise<KillOutcome> {
  const { daemon } = world;
  const events = world.more(EVENTS);
  const acked: string[] = [];
  const sender = createSender(daemon, (id) => acked.push(id));
  const half = EVENTS / 2;
  const sent = Promise.allSettled([sender.singles(events.slice(0, half))]);
  await delay(KILL_AFTER_MS / 2);
  const batches = createSender(daemon, (id) => acked.push(id));
  const sentToo = Promise.allSettled([batches.batches(events.slice(half))]);
  await delay(KILL_AFTER_MS / 2);
  await daemon.kill();
  await Promise.all([sent, sentToo]);
  sender.close();
  batches.close();
  const startMs = await daemon.start();
  const lost = world.sql((database) => {
    const find = database.prepare('SELECT 1 FROM events WHERE id = ?');
    return acked.filter((id) => find.get(id) === undefined).length;
  });
  return { acked: acked.length, lost, startMs };
}
