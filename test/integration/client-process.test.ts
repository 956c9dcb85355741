import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

const LIBRARY = path.join(import.meta.dirname, '..', '..', 'src', 'client', 'client.ts');

let home: TempHome;
let port: number;
let daemon: InProcessDaemon | undefined;
let child: ChildProcess;
let said: string;

beforeEach(async () => {
  home = createTempHome();
  port = await freePort();
});

afterEach(async () => {
  child.kill('SIGKILL');
  await daemon?.close();
  daemon = undefined;
  home.remove();
});

/** A program that publishes one event and then does this. */
function run(rest: string): void {
  const script = `
    import { connect } from ${JSON.stringify(LIBRARY)};
    const client = connect({ onNotice: ({ kind }) => process.stdout.write(kind + '\\n') });
    client.publish('custom.a', {});
    ${rest}`;
  const env = { ...home.env, MPM_HOOK_PORT: String(port) };
  child = spawn(process.execPath, ['--input-type=module', '--eval', script], { env });
  said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
}

const exited = () => until(() => child.exitCode !== null, { what: 'the end of the program' });
const startDaemon = async () => {
  daemon = await startTestDaemon({ home, settings: { port } });
  return daemon;
};

test('a program that only publishes ends by itself without a daemon', async () => {
  run('');
  await exited();

  expect([child.exitCode, said]).toEqual([0, 'lost\n']);
});

test('with one, it ends once its event is stored', async () => {
  const { status } = await startDaemon();
  run('');
  await exited();

  expect([child.exitCode, said, (await status()).events]).toEqual([0, 'connected\n', 1]);
});

test('a flush keeps it alive until a daemon has come', async () => {
  run("await client.flush(); process.stdout.write('stored\\n');");
  await until(() => said === 'lost\n');
  await startDaemon();
  await exited();

  expect([child.exitCode, said]).toEqual([0, 'lost\nconnected\nstored\n']);
});
