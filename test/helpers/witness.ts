import { setTimeout as delay } from 'node:timers/promises';
import type { TestDaemon } from './daemon.ts';
import { connectStream } from './stream-client.ts';
import { until } from './until.ts';

/** Between two of its events. */
const EVERY_MS = 5;

/** Two good clients that mind their own business beside whatever is done to the daemon: one publishes, one listens. */
export interface Witness {
  /** Waits for the last event; what it saw that must not be: an event without an answer, a lost, doubled or misplaced one, a closed stream. */
  complaints(): Promise<string[]>;
}

export async function startWitness(daemon: TestDaemon): Promise<Witness> {
  const stream = await connectStream(daemon);
  stream.say({ type: 'register', session_id: 'witness', name: 'witness' });
  await stream.next('system.welcome');
  const publisher = await connectStream(daemon); // kept: where a crowd has all places nobody new comes in
  publisher.say({ type: 'register', types: [] });
  await publisher.next('system.welcome');
  const complaints: string[] = [];
  let sent = 0;
  let isOver = false;
  let isLeaving = false;
  void stream.closed.then(({ code }) => isLeaving || complaints.push(`the stream was closed with ${code}`));

  const publish = async (): Promise<void> => {
    publisher.say({ type: 'custom.witness', data: { session_id: 'witness', index: sent }, ack: true });
    await publisher.next('system.ack');
    sent += 1;
  };
  const publishing = (async () => {
    while (!isOver) {
      await publish();
      await delay(EVERY_MS);
    }
  })();

  return {
    async complaints() {
      isOver = true;
      await publishing.then(publish).catch((error: unknown) => complaints.push(String(error)));
      const heard = () => stream.heard.filter(({ type }) => type === 'custom.witness');
      await until(() => heard().length >= sent, { withinMs: 30_000 }).catch(() =>
        complaints.push('events are missing'),
      );
      const indexes = heard().map(({ data }) => (data as { index: number }).index);
      const isInOrder = indexes.length === sent && indexes.every((index, place) => index === place);
      if (!isInOrder) complaints.push(`of ${sent} events it heard ${indexes.length}, or not in their order`);
      isLeaving = true;
      stream.close();
      publisher.close();
      return complaints;
    },
  };
}
