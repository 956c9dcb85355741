import type { Client } from '../api/client.ts';

/** The first event of a time or later, by halves: events stand in the order of their arrival, which is nearly that of their times. */
export async function findSeqAt(client: Pick<Client, 'events'>, atMs: number): Promise<number> {
  const { events: newest } = await client.events({ limit: 1 });
  let [from, to] = [1, (newest.at(-1)?.seq ?? 0) + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const { events, after } = await client.events({ after: middle - 1, limit: 1 });
    const [event] = events;
    if (event !== undefined && Date.parse(event.timestamp) >= atMs) to = middle;
    else from = (event?.seq ?? after) + 1; // seqs that have gone are left out
  }
  return from;
}
