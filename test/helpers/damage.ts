import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { BrowsedPage } from '../../src/daemon/store/event-browser.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import type { Envelope } from '../../src/shared/envelope.ts';
import { aNewEvent } from './new-event.ts';

export const PAGE_BYTES = 4096;

/** A store of so many events of three sessions, some long enough for several pages; closed, and all of it in its file. */
export function fillStore(file: string, events: number): Map<number, string> {
  const store = openEventStore(file, { host: 'laptop' });
  const rows = Array.from({ length: events }, (_, at) => {
    const data = { hook_event_name: 'Stop', session_id: `session-${at % 3}`, at, text: 'x'.repeat((at * 37) % 2500) };
    return aNewEvent({ sessionId: data.session_id, type: 'hook.stop', body: JSON.stringify(data) });
  });
  for (let at = 0; at < events; at += 500) store.append(rows.slice(at, at + 500));
  mendAll(store);
  store.checkpoint();
  const all = readAll(store);
  store.close();
  return all;
}

/** Every event by its seq, as it is given to whoever asks. */
export function readAll(store: EventStore): Map<number, string> {
  const all = new Map<number, string>();
  for (let seq = 0; seq < store.lastSeq(); ) {
    const { entries, reachedSeq } = store.after(seq, { limit: 500 });
    for (const entry of entries) all.set(entry.seq, entry.json);
    if (reachedSeq === seq) break;
    seq = reachedSeq;
  }
  return all;
}

/** Does all of what the daemon does a piece at a time. */
export function mendAll(store: EventStore): void {
  while (store.sessions.mend()) {}
}

/** Puts other bytes into pages, counted from 0. */
export function spoilPages(file: string, pages: readonly number[], toByte: (byte: number) => number): void {
  const bytes = fs.readFileSync(file);
  for (const page of pages) {
    for (let at = page * PAGE_BYTES; at < Math.min((page + 1) * PAGE_BYTES, bytes.length); at += 1) {
      bytes[at] = toByte(bytes[at] ?? 0);
    }
  }
  fs.writeFileSync(file, bytes);
}

/** The pages of a table or an index that hold rows; or what was too long for these. */
export function leavesOf(file: string, name: string, type: 'leaf' | 'overflow' = 'leaf'): number[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?').all(name, type);
  database.close();
  return rows.map(({ pageno }) => Number(pageno) - 1);
}

/** The events of a page, whose envelopes come in pieces. */
export function envelopesIn({ pieces }: Pick<BrowsedPage, 'pieces'>): Envelope[] {
  return JSON.parse(`[${pieces.map((piece) => Buffer.from(piece).toString()).join(',')}]`) as Envelope[];
}
