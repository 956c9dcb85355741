import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAnswer } from '../../src/client/get-answer.ts';
import { createReadEvents, type ReadParts } from '../../src/daemon/door/read-events.ts';
import { createHeldEvents } from '../../src/daemon/store/held-events.ts';
import { createWholeBrowser } from '../../src/daemon/store/whole-browser.ts';
import { aNewEvent } from '../helpers/new-event.ts';

const HELD_SEQ = 7;

/** Of a store with events in a file that cannot be read, and maybe one behind them in memory. */
function createUnreadBrowser(isOneHeld: boolean) {
  const held = createHeldEvents();
  if (isOneHeld) {
    const { id, type, atMs, body } = aNewEvent();
    held.add({
      id,
      type,
      atMs,
      body,
      sessionId: null,
      toolUseId: null,
      host: 'h',
      cut: false,
      origin: '{}',
      seq: HELD_SEQ,
    });
  }
  const read = <Answer>(_ask: unknown, fallback: Answer): Answer => fallback;
  return createWholeBrowser({ held, read, lastSeq: () => HELD_SEQ }, { all: () => new Map() });
}

describe('what cannot be read is not told as nothing', () => {
  let server: http.Server;
  let isOneHeld: boolean;

  beforeEach(async () => {
    server = http.createServer((request, response) => {
      const parts = { store: { browse: createUnreadBrowser(isOneHeld) }, nowMs: Date.now };
      void createReadEvents(parts as unknown as ReadParts)(request, response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => void server.close());

  test.each([
    ['the newest', false, '?limit=1'],
    ['those behind a seq', false, '?after=3'],
    ['the newest, more than there are in memory', true, ''],
    ['those behind a seq, with others in memory', true, '?after=3'],
  ])('asked for %s: 503 with a sentence', async (_what, held, query) => {
    isOneHeld = held;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events${query}`;
    const answer = await fetch(url);
    const body = await answer.text();

    expect(answer.status).toBe(503);
    expect(() => parseAnswer({ status: answer.status, headers: {}, body }, '/v1/events')).toThrow(
      expect.objectContaining({
        code: 'UNREADABLE',
        message: 'The events cannot be read now. Ask again.',
        hint: 'mpm-hook daemon status',
      }),
    );
  });

  test('what is in memory and all that was asked for is told', async () => {
    isOneHeld = true;
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/events?limit=1`);

    expect(await answer.json()).toMatchObject({ events: [{ seq: HELD_SEQ }] });
  });
});
