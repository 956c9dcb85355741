import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killAll } from '../helpers/own-daemons.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';
import { createPackedProject, version } from './packed-project.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** What a user of the library writes. */
const CONSUMER = `
import { type Client, connect, createBroadcaster, MpmError, type Notice, replay, searchEvents, subscribe } from 'mpm-hook';
import { subscribe as subscribeInBrowser } from 'mpm-hook/browser';

export async function use(signal: AbortSignal): Promise<string> {
  await using client: Client = connect({ start: true, onNotice: (notice) => void (notice.kind === 'dropped' && notice.count) });
  const id: string = client.publish('custom.a', { any: ['thing'] }, { sessionId: 's1', timestamp: Date.now() });
  await client.flush({ signal, timeoutMs: 1000 });
  const onNotice = (notice: Notice) => void (notice.kind === 'gap' && notice.from);
  for await (const { type, data } of client.subscribe({ types: ['hook.*'], after: 1, batch: true, onNotice })) {
    if (type === 'hook.stop') return String(data.cwd);
  }
  for await (const { seq } of subscribe({ signal })) if (seq > 1) break;
  for await (const { seq } of subscribeInBrowser({ url: 'ws://127.0.0.1:8765/', token: 't', signal })) if (seq > 1) break;
  const again = replay({ session: 's1', speed: 4, signal, onState: ({ state }) => void (state === 'ended') });
  for await (const { seq } of again) if (seq > 1) again.stop();
  const { events } = await searchEvents('"a phrase"', { limit: 10, outcomes: ['failed'], signal });
  for (const { match } of events) if (match.length > 1) break;
  const broadcaster = await createBroadcaster({ signal });
  broadcaster.broadcastEvent('custom.a', {});
  const clients: number = await broadcaster.clients({ signal });
  return [id, clients, broadcaster.address, client.dropped, new MpmError('A', 'B').hint].join();
}
`;

let home: TempHome;
let project: string;
let program: string;
let env: Record<string, string>;

beforeAll(async () => {
  home = createTempHome();
  project = createPackedProject(home);
  program = path.join(project, 'node_modules', 'mpm-hook', 'bin', 'mpm-hook.cjs');
  env = { ...home.env, MPM_HOOK_PORT: `${await freePort()}` };
});

afterAll(() => {
  killAll(home);
  home.remove();
});

test('the packed program runs on the Node that is there, without any other package', () => {
  expect(run([program, '--version'])).toEqual({ status: 0, said: `${version}\n` });
});

test('an event given to the packed hook is in the store, though no daemon ran', async () => {
  expect(run([program], '{"hook_event_name":"Stop","session_id":"of-the-packed-hook"}')).toEqual({
    status: 0,
    said: '',
  });

  const tail = () => run([program, 'tail', '--history', '10', '--no-follow', '--json']).said;
  await until(() => tail().includes('of-the-packed-hook'), { withinMs: 20_000, everyMs: 200 });
});

test('the wrapper for Claude Code carries an event too, whatever NODE_OPTIONS asks of other programs', async () => {
  const wrapper = path.join(path.dirname(program), '..', 'dist', 'node', 'mpm-hook');
  const { status, stdout, stderr } = spawnSync(wrapper, {
    env: { ...env, NODE_OPTIONS: '--require /nowhere/at-all.cjs' },
    input: '{"hook_event_name":"Stop","session_id":"of-the-wrapper"}',
    encoding: 'utf8',
  });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });

  const tail = () => run([program, 'tail', '--history', '10', '--no-follow', '--json']).said;
  await until(() => tail().includes('of-the-wrapper'), { withinMs: 20_000, everyMs: 200 });
});

test('on a Node that is too old the commands say so, and the hook stays silent', () => {
  const pretend = path.join(home.root, 'pretend-old.cjs');
  fs.writeFileSync(
    pretend,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });",
  );
  const old = ['--require', pretend, program];

  expect(run([...old, 'tail'])).toEqual({
    status: 1,
    said: 'mpm-hook: Node 18.20.0 is too old, 22.13 is needed.\n  Build the executable, which needs none: ./install.sh\n',
  });
  expect(run(old, '{"hook_event_name":"Stop"}')).toEqual({ status: 0, said: '' });
});

test('the library can be imported', () => {
  const script = path.join(project, 'try.mjs');
  fs.writeFileSync(
    script,
    "import * as library from 'mpm-hook'; process.stdout.write(Object.keys(library).sort().join());",
  );
  expect(run([script]).said).toBe(
    'MpmError,connect,createBroadcaster,findDaemon,patchSession,readHistory,readSession,readSessions,replay,searchEvents,subscribe',
  );

  expect(run(['--conditions=browser', script]).said).toBe('MpmError,subscribe');
});

test('the library brings its types, checked without any leniency', () => {
  fs.writeFileSync(path.join(project, 'package.json'), '{"type":"module"}');
  fs.writeFileSync(path.join(project, 'try.ts'), CONSUMER);
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023'];
  const types = [
    '--skipLibCheck',
    'false',
    '--types',
    'node',
    '--typeRoots',
    path.join(ROOT, 'node_modules', '@types'),
  ];

  expect(run([tsc, ...options, ...types, 'try.ts'])).toEqual({ status: 0, said: '' });
});

function run(args: readonly string[], input = ''): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: project,
    env,
    input,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}` };
}
