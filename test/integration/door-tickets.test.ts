import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTickets } from '../../src/daemon/door/tickets.ts';
import { rotateToken } from '../../src/shared/token-file.ts';
import { type Answer, ask } from '../helpers/ask.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

let daemon: InProcessDaemon;
let own: Record<string, string>;

beforeEach(async () => {
  daemon = await startTestDaemon();
  own = { host: `127.0.0.1:${daemon.port}`, origin: `http://127.0.0.1:${daemon.port}` };
  return () => daemon.close();
});

async function issue(): Promise<string> {
  const answer = await daemon.request('/v1/tickets', { method: 'POST' });
  const { ticket } = (await answer.json()) as { ticket: string };
  return ticket;
}

function redeem(ticket: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask({
    port: daemon.port,
    method: 'POST',
    path: '/v1/tickets/redeem',
    headers: { 'content-type': 'application/json', ...own, ...headers },
    body: JSON.stringify({ ticket }),
  });
}

async function refusedBy(code: string): Promise<number> {
  return ((await daemon.status()).refusedBy as Record<string, number>)[code] ?? 0;
}

describe('a ticket', () => {
  test('is 32 random bytes, for who has the token only', async () => {
    expect(await issue()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await issue()).not.toBe(await issue());
    const answer = await ask({ port: daemon.port, method: 'POST', path: '/v1/tickets', headers: own });
    expect(answer).toMatchObject({ status: 401, code: 'no_token' });
  });

  test('is traded for the token, once', async () => {
    const ticket = await issue();
    const first = await redeem(ticket);
    expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(JSON.parse(first.body)).toEqual({ token: daemon.token() });
    const second = await redeem(ticket);
    expect(second).toMatchObject({ status: 401, code: 'wrong_ticket' });
    expect(second.body).not.toContain(daemon.token());
    expect(await refusedBy('wrong_ticket')).toBe(1);
  });

  test('brings the token of this moment', async () => {
    const ticket = await issue();
    const token = rotateToken(daemon.home.paths.token);
    expect(JSON.parse((await redeem(ticket)).body)).toEqual({ token });
  });

  test.each([
    ['a page of another Origin', { origin: 'https://evil.example' }, 403, 'foreign_origin'],
    ['a sandboxed frame', { origin: 'null' }, 403, 'foreign_origin'],
    ['a rebound name', { host: 'evil.example' }, 403, 'foreign_host'],
    ['a form', { 'content-type': 'text/plain' }, 415, 'unsupported_type'],
  ])('is not taken from %s, and still good afterwards', async (_title, headers, status, code) => {
    const ticket = await issue();
    const answer = await redeem(ticket, headers);
    expect(answer).toMatchObject({ status, code });
    expect(answer.body).not.toContain(daemon.token());
    expect(await refusedBy(code)).toBe(1);
    expect((await redeem(ticket)).status).toBe(200);
  });

  test.each([[undefined], [null], [''], [7], [{}], ['x'.repeat(43)], [[]]])('%j is none', async (ticket) => {
    expect(await redeem(ticket)).toMatchObject({ status: 401, code: 'wrong_ticket' });
  });

  test('is not searched for in a large body', async () => {
    expect(await redeem('x'.repeat(2000))).toMatchObject({ status: 413, code: 'too_large' });
  });

  test('is not guessed for long, and a good one comes in all the same', async () => {
    const ticket = await issue();
    const codes = [];
    for (let at = 0; at < 25; at += 1) codes.push((await redeem(String(at).padStart(43, 'x'))).code);
    expect(codes.slice(0, 20)).toEqual(Array(20).fill('wrong_ticket'));
    expect(codes.slice(20)).toEqual(Array(5).fill('too_many_attempts'));
    expect(await refusedBy('too_many_attempts')).toBe(5);
    expect((await redeem(ticket)).status).toBe(200);
  });
});

describe('the time of a ticket', () => {
  let nowMs = 0;
  beforeAll(() => {
    nowMs = 1_000_000;
  });

  test('is a minute', () => {
    const tickets = createTickets(() => nowMs);
    const [early, late] = [tickets.issue(), tickets.issue()];
    nowMs += 59_999;
    expect(tickets.redeem(early)).toBe(true);
    nowMs += 1;
    expect(tickets.redeem(late)).toBe(false);
  });

  test('ends before that where seventeen wait: the oldest goes', () => {
    const tickets = createTickets(() => nowMs);
    const issued = Array.from({ length: 17 }, () => tickets.issue());
    expect(issued.map((ticket) => tickets.redeem(ticket))).toEqual([false, ...Array(16).fill(true)]);
  });
});
