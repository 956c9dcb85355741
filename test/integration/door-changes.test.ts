import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask } from '../helpers/ask.ts';
import { SMALL_PAGE } from '../helpers/built-page.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

const SESSION = '/v1/sessions/kept';
/** Every request by which a page can change or remove what is stored. */
const CHANGES = [
  ['PATCH', SESSION, '{"name": "changed", "pinned": true}'],
  ['DELETE', SESSION, ''],
  ['POST', '/v1/forget', '{"session": "kept"}'],
  ['POST', '/v1/events', '{"hook_event_name": "Stop", "session_id": "kept"}'],
] as const;

async function startWithSession(auth: 'token' | 'off'): Promise<InProcessDaemon> {
  const daemon = await startTestDaemon({ settings: { auth }, page: SMALL_PAGE });
  expect(await daemon.post({ hook_event_name: 'UserPromptSubmit', session_id: 'kept', prompt: 'do it' })).toBe(204);
  return daemon;
}

const origin = ({ port }: InProcessDaemon): string => `http://127.0.0.1:${port}`;

function send({ port }: InProcessDaemon, [method, path, body]: readonly string[], headers: object): Promise<Answer> {
  const own = { host: `127.0.0.1:${port}`, 'content-type': 'application/json' };
  return ask({ port, method: method ?? '', path: path ?? '', headers: { ...own, ...headers }, body: body ?? '' });
}

/** As it was: nothing of it has gone, and nothing was put to it. */
async function expectUntouched(daemon: InProcessDaemon): Promise<void> {
  const session = await (await daemon.request(SESSION)).json();
  expect(session).toMatchObject({ id: 'kept', state: 'working' });
  expect(session).not.toHaveProperty('name');
}

describe.each(CHANGES)('%s %s', (...change) => {
  describe.each(['token', 'off'] as const)('with auth: %s', (auth) => {
    let daemon: InProcessDaemon;
    beforeAll(async () => {
      daemon = await startWithSession(auth);
    });
    afterAll(() => daemon.close());

    test.each([
      ['a page of another Origin', { origin: 'https://evil.example' }, 'foreign_origin'],
      ['a page of another port', { origin: 'http://127.0.0.1:1' }, 'foreign_origin'],
      ['a sandboxed frame', { origin: 'null' }, 'foreign_origin'],
      ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'foreign_origin'],
      ['another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 'foreign_origin'],
      ['a rebound name', { host: 'evil.example' }, 'foreign_host'],
    ])('is refused from %s, even with the token', async (_title, headers, code) => {
      const authorization = `Bearer ${daemon.token()}`;
      expect(await send(daemon, change, { authorization, ...headers })).toMatchObject({ status: 403, code });
      await expectUntouched(daemon);
    });

    test('another page that asks beforehand whether it may is told no', async () => {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': change[0] };
      const answer = await send(daemon, ['OPTIONS', change[1]], headers);
      expect(answer).toMatchObject({ status: 403, code: 'foreign_origin' });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    });
  });

  describe('from a page of the daemon itself', () => {
    let daemon: InProcessDaemon;
    beforeAll(async () => {
      daemon = await startWithSession('token');
    });
    afterAll(() => daemon.close());

    test('needs the token, in its header: no cookie, no address and no ticket stands for it', async () => {
      const own = { origin: origin(daemon), 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
      const [method, path, body] = change;
      const { ticket } = (await (await daemon.request('/v1/tickets', { method: 'POST' })).json()) as { ticket: string };
      const token = daemon.token();
      const refused = [
        await send(daemon, change, own),
        await send(daemon, change, { ...own, cookie: `token=${token}; authorization=Bearer ${token}` }),
        await send(daemon, [method, `${path}?token=${token}`, body], own),
        await send(daemon, change, { ...own, 'sec-websocket-protocol': `mpm.v1, bearer.${token}` }),
        await send(daemon, change, { ...own, authorization: `Bearer ${ticket}` }),
        await send(daemon, [method, `${path}?ticket=${ticket}`, body], own),
      ];
      expect(refused.map(({ status, code }) => `${status} ${code}`)).toEqual([
        '401 no_token',
        '401 no_token',
        '401 no_token',
        '401 no_token',
        '401 wrong_token',
        '401 no_token',
      ]);
      await expectUntouched(daemon);
      expect((await send(daemon, change, { ...own, authorization: `Bearer ${token}` })).status).toBeLessThan(300);
    });
  });
});

test('nothing of a path that shows the page takes anything but a look', async () => {
  const daemon = await startWithSession('off');
  for (const method of ['PATCH', 'DELETE', 'POST', 'PUT']) {
    for (const path of ['/', '/sessions/kept', '/events', '/assets/index-AbCd1234.js']) {
      const answer = await send(daemon, [method, path], { origin: origin(daemon) });
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET' } });
    }
  }
  await expectUntouched(daemon);
  await daemon.close();
});
