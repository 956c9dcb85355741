import type { OurServer } from './stream-home.ts';

export interface Urgent {
  /** Resolves to how many were stored. */
  stop(): Promise<number>;
}

/** Sends an event of a class that is never left out, again and again, with so much text. */
export function sendUrgent({ port, token }: OurServer, everyMs: number, textBytes = 0): Urgent {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sending: Promise<Response>[] = [];
  const timer = setInterval(() => {
    const message = `Claude is waiting for your input (${sending.length})`;
    const event = { hook_event_name: 'Notification', message: message.padEnd(textBytes, ' .') };
    const body = JSON.stringify(event);
    sending.push(fetch(`http://127.0.0.1:${port}/v1/events`, { method: 'POST', headers, body }));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      const answers = await Promise.all(sending);
      return answers.filter(({ status }) => status === 204).length;
    },
  };
}
