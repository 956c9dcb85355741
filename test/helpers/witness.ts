import { setTimeout as delay } from 'node:timers/promises';
import type { TestDaemon } from './daemon.ts';
import { connectStream } from './stream-client.ts';
import { until } from './until.ts';

/** Between two of its events. */
const EVERY_MS = 5;

/** Two good clients that mind their own business beside whatever is done to the daemon: one publishes, one listens. */
export interface Witness {
  /** Waits for the last event; what it saw that must not be: a refused event, a lost, doubled or misplaced one, a closed stream. */
  complaints(): Promise<string[]>;
}

export async function startWitness(daemon: TestDaemon): Promise<Witness> {
  const stream = await connectStream(daemon);
  stream.say({ type: 'register', session_id: 'witness', name: 'witness' });
  await stream.next('system.welcome');
  const complaints: string[] = [];
  let sent = 0;
  let isOver = false;
  let isLeaving = false;
  void stream.closed.then(({ code }) => isLeaving || complaints.push(`the stream was closed with ${code}`));

  const publish = async (): Promise<void> => {
    const status = await daemon.post({ hook_event_name: 'PostToolUse', session_id: 'witness', index: sent });
    if (status !== 204) complaints.push(`event ${sent} was answered with ${status}`);
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
      const heard = () => stream.heard.filter(({ type }) => type === 'hook.post_tool');
      await until(() => heard().length >= sent, { withinMs: 5000 }).catch(() => complaints.push('events are missing'));
      const indexes = heard().map(({ data }) => (data as { index: number }).index);
      const isInOrder = indexes.length === sent && indexes.every((index, place) => index === place);
      if (!isInOrder) complaints.push(`of ${sent} events it heard ${indexes.length}, or not in their order`);
      isLeaving = true;
      stream.close();
      return complaints;
    },
  };
}
