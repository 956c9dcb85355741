import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, type ConnectOptions, connect } from '../../src/client/client.ts';
import type { PublishNotice } from '../../src/client/publish-notice.ts';
import { subscribe } from '../../src/client/subscribe.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;
let port: number;
let client: Client;
let daemon: InProcessDaemon | undefined;
let notices: PublishNotice[];

beforeEach(async () => {
  home = createTempHome();
  port = await freePort();
  notices = [];
});

afterEach(async () => {
  await client?.close({ timeoutMs: 0 });
  await daemon?.close();
  daemon = undefined;
  home.remove();
});

function publishWith(options: ConnectOptions): void {
  client = connect({ home: home.paths.home, port, onNotice: (notice) => notices.push(notice), ...options });
  client.publish('custom.a', {});
}

const startReal = async () => {
  daemon = await startTestDaemon({ home, settings: { port } });
};

test('a daemon is started when none runs, once for all that waits', async () => {
  let starts = 0;
  const start = async () => {
    starts += 1;
    await startReal();
  };
  publishWith({ start });
  await client.flush();

  expect(starts).toBe(1);
  expect(await client.status()).toMatchObject({ events: 1 });
});

test('a daemon that cannot be started is told, and tried again only after a while', async () => {
  let starts = 0;
  const start = () => {
    starts += 1;
    return Promise.reject(new Error('no room'));
  };
  publishWith({ start });
  await expect(client.flush({ timeoutMs: 500 })).rejects.toMatchObject({ code: 'NOT_STORED_YET' });

  expect(starts).toBe(1);
  expect(notices).toMatchObject([{ kind: 'lost', error: { message: 'no room' } }]);
});

test('the installed program is run to start it, for this home and port', async () => {
  const programs = path.join(home.root, 'programs');
  const said = path.join(home.root, 'said');
  fs.mkdirSync(programs);
  const script = `#!/bin/sh\necho "$@ $MPM_HOOK_HOME $MPM_HOOK_PORT" > ${said}\nexit 1\n`;
  fs.writeFileSync(path.join(programs, 'mpm-hook'), script, { mode: 0o755 });
  const searchPath = process.env.PATH;
  process.env.PATH = `${programs}:${searchPath}`;
  try {
    publishWith({ start: true });
    await until(() => notices.length > 0);
  } finally {
    process.env.PATH = searchPath;
  }

  expect(fs.readFileSync(said, 'utf8')).toBe(`daemon start ${home.paths.home} ${port}\n`);
  expect(notices).toMatchObject([{ kind: 'lost', error: { code: 'DAEMON_NOT_STARTED' } }]);
});

test('a subscriber starts one too', async () => {
  const stop = new AbortController();
  const events = subscribe({ home: home.paths.home, port, start: startReal, signal: stop.signal });
  const first = events.next();
  await until(async () => (await daemon?.status())?.clients === 1);
  await daemon?.post({ hook_event_name: 'Stop', session_id: 's1' });

  expect((await first).value).toMatchObject({ session_id: 's1' });
  stop.abort();
  expect(await events.next()).toEqual({ done: true, value: undefined });
});
