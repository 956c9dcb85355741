import * as fs from 'node:fs';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bulky } from '../helpers/bulky.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { plantSecrets } from '../helpers/planted-secrets.ts';
import { connectStream, type Message } from '../helpers/stream-client.ts';

let from: InProcessDaemon;
let to: InProcessDaemon;

beforeEach(async () => {
  [from, to] = await Promise.all([startTestDaemon(), startTestDaemon()]);
});
afterEach(() => Promise.all([from.close(), to.close()]));

const callOn = (daemon: InProcessDaemon, args: readonly string[], more: { stdin?: string } = {}) =>
  callCli(daemon.home, args, { env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' }, ...more });
const exported = async (daemon: InProcessDaemon) => (await callOn(daemon, ['export'])).stdout;
const importInto = (daemon: InProcessDaemon, lines: string) => callOn(daemon, ['import', '-'], { stdin: lines });

describe('import', () => {
  test('says which lines could not be taken, and takes the others', async () => {
    const good = { type: 'hook.stop', timestamp: '2026-11-22T12:00:00.000Z', id: 'event-good', host: 'a', data: {} };
    const lines = [
      JSON.stringify(good),
      'no json',
      `${JSON.stringify({ ...good, id: 'event-two' })} and more`,
      JSON.stringify({ ...good, id: 'x' }),
      JSON.stringify({ ...good, id: 'event-three', timestamp: 'yesterday' }),
      JSON.stringify({ ...good, id: 'event-four', data: [] }),
      JSON.stringify({ ...good, id: 'event-five', type: 'system.welcome' }),
      JSON.stringify({ ...good, id: 'event-six', host: 7 }),
      JSON.stringify({ hook_event_name: 'Stop' }),
    ];
    const run = await importInto(to, `${lines.join('\n')}\n`);
    const json = JSON.parse((await callOn(to, ['import', '-', '--json'], { stdin: lines.join('\n') })).stdout);

    expect(run).toMatchObject({ code: 1, stdout: 'Imported 1 event, 8 could not be taken.\n' });
    expect(run.stderr).toContain('mpm-hook: Line 2: bad_json\nmpm-hook: Line 3: bad_json\nmpm-hook: Line 4: bad_id\n');
    expect(json.rejected.map(({ code }: { code: string }) => code)).toEqual([
      'bad_json',
      'bad_json',
      'bad_id',
      'bad_timestamp',
      'bad_envelope',
      'bad_envelope',
      'bad_host',
      'bad_data',
    ]);
  });

  test('takes an event of very many values also where a string in it is none', async () => {
    const data = bulky('{"a":1}').toString().replace(/1\],/, '"https://\\x"],');
    const envelope = '"type":"hook.stop","timestamp":"2026-11-22T12:00:00.000Z","id":"event-bulky","host":"a"';

    expect((await importInto(to, `{${envelope},"data":${data}}\n`)).stdout).toBe('Imported 1 event.\n');
  });

  test('tells lines by their place in the whole file, however many requests it takes', async () => {
    const pad = 'x'.repeat(20_000);
    const line = (at: number) =>
      `{"type":"hook.stop","timestamp":"2026-11-22T12:00:00.000Z","id":"event-no-${at}","host":"a","data":{"pad":"${pad}"}}`;
    const lines = Array.from({ length: 150 }, (_, at) => (at === 140 ? 'no json' : line(at)));

    const file = path.join(to.home.root, 'events.jsonl');
    fs.writeFileSync(file, lines.join('\n'));

    expect((await callOn(to, ['import', file])).stderr).toBe('mpm-hook: Line 141: bad_json\n');
  });

  test('takes out secrets that nobody took out before, also of what stands beside the data', async () => {
    const [planted] = plantSecrets();
    const secret = planted?.secret ?? '';
    const envelope = {
      type: 'hook.user_prompt',
      timestamp: '2026-11-22T12:00:00.000Z',
      id: 'event-with-secret',
      session_id: planted?.text.slice(0, 200),
      host: planted?.text.slice(0, 200),
      data: { prompt: planted?.text },
    };
    await importInto(to, JSON.stringify(envelope));
    const line = await exported(to);

    expect(line).toContain('‹redacted:');
    expect(line).not.toContain(secret);
  });

  test('what was reduced elsewhere is not reduced again', async () => {
    const settings = { capture: 'summary' } as const;
    const [one, other] = await Promise.all([startTestDaemon({ settings }), startTestDaemon({ settings })]);
    await one.post({
      hook_event_name: 'Stop',
      session_id: 'one',
      a: 'x\ny',
      b: '/a/b',
      c: '[1]',
      d: 'http://a.b/c',
      e: 'z',
    });
    const lines = await exported(one);
    await importInto(other, lines);

    expect(lines).toContain('‹text of 2 lines, 3 characters›');
    expect(await exported(other)).toBe(lines);
    await Promise.all([one.close(), other.close()]);
  });

  test('a host is believed of an import only', async () => {
    const envelope = { type: 'custom.x', id: 'event-of-other', host: 'another-machine', data: {}, cut: true };
    const headers = { authorization: `Bearer ${to.token()}`, 'content-type': 'application/x-ndjson' };
    await fetch(`${to.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(envelope) });

    expect(await exported(to)).not.toMatch(/another-machine|"cut"/);
  });

  test('what is neither gzip nor lines is refused, and so is a file that is not there', async () => {
    const file = path.join(to.home.root, 'half.gz');
    fs.writeFileSync(file, gzipSync('{}'.repeat(1000)).subarray(0, 20));

    expect(await callOn(to, ['import', file])).toMatchObject({ code: 1, stderr: expect.stringContaining('not gzip') });
    expect(await callOn(to, ['import', 'nowhere.jsonl'])).toMatchObject({ code: 1 });
    expect(await callOn(to, ['import'])).toMatchObject({ code: 64 });
  });
});

describe('imported events', () => {
  const sessionsIn = (heard: readonly Message[]) =>
    heard.filter(({ seq, data }) => seq !== undefined && data !== undefined).map(({ session_id: id }) => id);
  const working = [
    '{"hook_event_name":"SessionStart","session_id":"old","source":"startup"}',
    '{"hook_event_name":"UserPromptSubmit","session_id":"old","prompt":"go"}',
  ];

  test('are not shown as if they happened now: not live, not in the history, not when going on behind a seq', async () => {
    for (const event of working) await from.post(event);
    const live = await connectStream(to);
    live.say({ type: 'register' });
    await to.post({ hook_event_name: 'Stop', session_id: 'before' });
    await importInto(to, await exported(from));
    await to.post({ hook_event_name: 'Notification', session_id: 'after' });
    await live.next('hook.notification');
    await to.stop(); // so that nothing is in memory but what is read again
    const again = await startTestDaemon({ home: to.home });
    const heardFrom = async (wish: object) => {
      const client = await connectStream(again);
      client.say({ type: 'register', ...wish });
      await client.next('hook.notification');
      client.close();
      return sessionsIn(client.heard);
    };

    expect(sessionsIn(live.heard)).toEqual(['before', 'after']);
    expect(await heardFrom({ after: 0 })).toEqual(['before', 'after']);
    expect(await heardFrom({ history: 10 })).toEqual(['before', 'after']);
    expect(await heardFrom({ history: 10, types: ['hook.*'] })).toEqual(['before', 'after']);
    expect(await heardFrom({ since: '1h' })).toEqual(['before', 'after']);
    expect((await exported(again)).match(/\n/g)).toHaveLength(4);
    await again.stop();
  });

  test('tell a session that is at work nowhere here, until it goes on here', async () => {
    for (const event of working) await from.post(event);
    await importInto(to, await exported(from));
    const session = async () => (await to.request('/v1/sessions/old')).json();
    const lost = await (await to.request('/v1/sessions?state=lost')).json();

    expect(await session()).toMatchObject({ state: 'lost', why: 'imported, its end is not told' });
    expect(lost).toMatchObject({ sessions: [{ id: 'old' }] });
    await to.post({ hook_event_name: 'UserPromptSubmit', session_id: 'old', prompt: 'go on' });
    expect(await session()).toMatchObject({ state: 'working', counts: { prompts: 2 } });
  });
});
