import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCli, startCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { capturedEvents, capturedSequences } from '../helpers/fixtures.ts';
import { plantSecrets } from '../helpers/planted-secrets.ts';

let from: InProcessDaemon;
let to: InProcessDaemon;

beforeEach(async () => {
  [from, to] = await Promise.all([startTestDaemon(), startTestDaemon()]);
});
afterEach(() => Promise.all([from.close(), to.close()]));

const callOn = (daemon: InProcessDaemon, args: readonly string[], more: { stdin?: string; columns?: number } = {}) =>
  callCli(daemon.home, args, { env: { MPM_HOOK_PORT: String(daemon.port), NO_COLOR: '1' }, ...more });
const exported = async (daemon: InProcessDaemon, ...args: string[]) =>
  (await callOn(daemon, ['export', ...args])).stdout;
const importInto = (daemon: InProcessDaemon, lines: string) => callOn(daemon, ['import', '-'], { stdin: lines });

/** Bytes that a parser would read and print differently. */
const NASTY = [
  '{"hook_event_name":"Stop","session_id":"numbers","n":[9007199254740993,1e400,-0.0,1.10,0.1e-7]}',
  '{"hook_event_name":"Stop","session_id":"escapes","t":"\\u00e9\\/\\u0000\\ud83d\\ude00 \\ud800 é \u2028"}',
  '{ "hook_event_name" : "Stop" ,\n\t"session_id" : "spaces" }',
  '{"hook_event_name":"Stop","session_id":"twice","session_id":"thrice","b":1,"a":2,"b":3}',
  '{"hook_event_name":"Stop","seq":1,",\\"seq\\":7,":",\\"seq\\":8,","data":{"data":{}}}',
  '{"no":"event of Claude Code"}',
  'not json at all {"hook_event_name":',
  '',
  '{"__proto__":{"x":1},"hook_event_name":"Stop","constructor":null}',
  `{"hook_event_name":"${'ALongNameOf'.repeat(5)}"}`,
];

async function fillWithNasty(): Promise<void> {
  for (const event of NASTY) expect(await from.post(event)).toBe(204);
  const custom = { 'x-mpm-type': 'custom.deploy', 'x-mpm-sent-at': '1' };
  await from.post('{"to":"staging","session_id":"of its own"}', custom);
  await from.post(`{"hook_event_name":"Stop","session_id":"cut","text":"${'é"\\n'.repeat(200_000)}"}`);
  await from.post(`{"hook_event_name":"Stop","many":[${'1,'.repeat(300_000)}1]}`);
  await from.post(Buffer.from([0xff, 0xfe, 0x00, 0x22, 0x0a]));
  for (const { text } of plantSecrets()) {
    await from.post({ hook_event_name: 'UserPromptSubmit', session_id: 'secrets', prompt: text });
  }
}

describe('exporting, importing into an empty home and exporting again', () => {
  test('gives the same bytes of every kind of event and every recorded run', async () => {
    for (const { bytes } of capturedEvents()) await from.post(bytes);
    for (const { events } of capturedSequences()) for (const bytes of events) await from.post(bytes);
    const lines = await exported(from);

    expect(await importInto(to, lines)).toMatchObject({ code: 0, stderr: '' });
    expect(lines.split('\n').length).toBeGreaterThan(500);
    expect(await exported(to)).toBe(lines);
  });

  test('gives the same bytes of what a parser would change, of cut and of redacted events', async () => {
    await fillWithNasty();
    const lines = await exported(from);

    expect(await importInto(to, lines)).toMatchObject({ code: 0, stderr: '' });
    expect(await exported(to)).toBe(lines);
    expect(lines).toContain('"n":[9007199254740993,1e400,-0.0,1.10,0.1e-7]');
    expect(lines.match(/,"cut":true\}$/gm)).toHaveLength(2);
    expect(await to.status()).toMatchObject({ redacted: 0 });
  });

  test('gives the same bytes whatever an event holds', async () => {
    const anyEvent = fc.record(
      { session_id: fc.string(), hook_event_name: fc.string(), any: fc.json(), text: fc.string({ unit: 'binary' }) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 20 }), async (events) => {
        for (const { any = 'null', ...event } of events) {
          await from.post(JSON.stringify({ ...event, any: 0 }).replace('"any":0', `"any":${any}`));
        }
        const lines = await exported(from);
        await importInto(to, lines);
        expect(await exported(to)).toBe(lines);
      }),
      { numRuns: 25 },
    );
  });

  test('keeps machine, time and order, and takes nothing twice', async () => {
    const envelopes = ['b', 'a', 'c'].map((name, index) => ({
      type: 'hook.stop',
      timestamp: new Date(1_700_000_000_000 - index).toISOString(),
      id: `event-of-${name}`,
      session_id: 'elsewhere',
      host: 'another-machine',
      data: { hook_event_name: 'Stop', session_id: 'elsewhere' },
    }));
    const lines = envelopes.map((envelope) => `${JSON.stringify(envelope)}\n`).join('');

    expect((await importInto(to, lines)).stdout).toBe('Imported 3 events.\n');
    expect((await importInto(to, lines)).stdout).toBe('Imported 0 events, 3 were there already.\n');
    expect(await exported(to)).toBe(lines);
  });
});

describe('export', () => {
  test('writes packed where that is asked, or the name of the file says so', async () => {
    await from.post({ hook_event_name: 'Stop', session_id: 'one' });
    const file = path.join(from.home.root, 'events.jsonl.gz');
    const run = await callOn(from, ['export', '--output', file]);
    const lines = await exported(from);

    expect(run).toEqual({ code: 0, stdout: '', stderr: 'Exported 1 event.\n' });
    expect(gunzipSync(fs.readFileSync(file)).toString()).toBe(lines);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(from.home.root).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await callOn(from, ['export', '--gzip'], { columns: 80 })).toMatchObject({ code: 64, stdout: '' });
    expect(await callOn(to, ['import', file])).toMatchObject({ stdout: 'Imported 1 event.\n' });
  });

  test('narrows by session, project, type and time', async () => {
    const at = (ms: number) => ({ 'x-mpm-sent-at': String(ms) });
    await from.post({ hook_event_name: 'Stop', session_id: 'one', cwd: '/home/a' }, at(1000));
    await from.post({ hook_event_name: 'SessionStart', session_id: 'two', cwd: '/home/a/b' }, at(2000));
    await from.post({ hook_event_name: 'Stop', session_id: 'three', cwd: '/home/ab' }, at(3000));
    const sessionsOf = async (...args: string[]) =>
      [...(await exported(from, ...args)).matchAll(/"session_id":"(\w+)","host"/g)].map(([, id]) => id);

    expect(await sessionsOf('--session', 'two')).toEqual(['two']);
    expect(await sessionsOf('--project', '/home/a')).toEqual(['one', 'two']);
    expect(await sessionsOf('--type', 'hook.stop')).toEqual(['one', 'three']);
    expect(await sessionsOf('--since', '1970-01-01T00:00:02Z')).toEqual(['two', 'three']);
    expect(await sessionsOf('--until', '1970-01-01T00:00:02Z')).toEqual(['one', 'two']);
    expect(await callOn(from, ['export', '--since', 'yesterday'])).toMatchObject({ code: 64 });
    expect(await callOn(from, ['export', '--session', 'nobody'])).toMatchObject({ code: 1, stdout: '' });
  });

  test('ends with what was the newest when it began, in as many pieces as it takes', async () => {
    for (let at = 0; at < 300; at += 1) await from.post({ hook_event_name: 'Stop', n: at, pad: 'x'.repeat(2000) });
    const answer = await from.request('/v1/events', { headers: { accept: 'application/x-ndjson' } });
    await from.post({ hook_event_name: 'Stop', n: 'too late' });
    const lines = (await answer.text()).trimEnd().split('\n');

    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(lines.map((line) => JSON.parse(line).data.n)).toEqual(Array.from({ length: 300 }, (_, at) => at));
  });

  test('ends without a word when nobody reads any more, and holds up nobody who does not', async () => {
    for (let at = 0; at < 300; at += 1) await from.post({ hook_event_name: 'Stop', pad: 'x'.repeat(20_000) });
    const run = startCli(from.home, ['export'], { env: { MPM_HOOK_PORT: String(from.port) } });
    run.child.stdout?.pause();
    expect(await from.post({ hook_event_name: 'Stop' })).toBe(204);
    run.child.stdout?.destroy();

    expect(await run.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
