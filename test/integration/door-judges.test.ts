import { execFile, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';

/* Programs that others wrote to find fault with servers. */

const PYTHON = '/usr/bin/python3';
const run = promisify(execFile);

const hasH2load = spawnSync('h2load', ['--version']).status === 0;
if (!hasH2load) process.stderr.write('skipped: requests by h2load: nghttp2-client is missing\n');
const hasWrk = spawnSync('wrk', ['--version']).error === undefined;
if (!hasWrk) process.stderr.write('skipped: requests by wrk: wrk is missing\n');
const hasWebsockets = spawnSync(PYTHON, ['-c', 'import websockets']).status === 0;
if (!hasWebsockets) process.stderr.write('skipped: frames by websockets: python3-websockets is missing\n');

let daemon: InProcessDaemon;

beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

test.runIf(hasH2load)('h2load: 2000 events over 50 connections are all taken, each once', async () => {
  const body = path.join(daemon.home.root, 'event.json');
  fs.writeFileSync(body, JSON.stringify({ hook_event_name: 'Stop', session_id: 'loaded' }));
  const headers = [`authorization: Bearer ${daemon.token()}`, 'content-type: application/json'];
  const load = ['--h1', '-n', '2000', '-c', '50', '-d', body, ...headers.flatMap((header) => ['-H', header])];
  const { stdout } = await run('h2load', [...load, `${daemon.url}/v1/events`]);

  expect(stdout).toContain('2000 total, 2000 started, 2000 done, 2000 succeeded, 0 failed, 0 errored, 0 timeout');
  expect(stdout).toContain('status codes: 2000 2xx, 0 3xx, 0 4xx, 0 5xx');
  expect((await daemon.status()).events).toBe(2000);
});

test.runIf(hasWrk)('wrk: two seconds of questions over 100 connections are all answered', async () => {
  for (let index = 0; index < 50; index += 1)
    await daemon.post({ hook_event_name: 'Stop', session_id: 'asked', index });
  const authorization = `authorization: Bearer ${daemon.token()}`;
  const address = `${daemon.url}/v1/events?limit=50`;
  const { stdout } = await run('wrk', [
    '-t',
    '2',
    '-c',
    '100',
    '-d',
    '2s',
    '--timeout',
    '15s',
    '-H',
    authorization,
    address,
  ]);

  expect(stdout).toMatch(/\d+ requests in /);
  expect(stdout).not.toMatch(/Socket errors|Non-2xx/);
});

test.runIf(hasWebsockets)("websockets: Python's client finds nothing to complain of in our frames", async () => {
  const program = `
import asyncio, json, sys, websockets

async def main(address):
    async with websockets.connect(address, compression="deflate", max_size=None) as socket:
        assert socket.extensions == [], socket.extensions
        await socket.send(json.dumps({"type": "register", "types": ["custom.*"]}))
        while json.loads(await socket.recv())["type"] != "system.welcome": pass
        for length in [0, 1, 125, 126, 127, 65535, 65536, 200000]:
            text = "é" * length
            message = json.dumps({"type": "custom.x", "data": {"text": text}})
            await socket.send([message[i:i + 1000] for i in range(0, len(message), 1000)])
            heard = json.loads(await socket.recv())
            assert heard["data"]["text"] == text or heard.get("cut"), length
        for payload in [b"", b"x" * 125]:
            await asyncio.wait_for(await socket.ping(payload), 5)
        await socket.close(4000, "so long")
        assert socket.close_code == 4000, socket.close_code
    print("no fault")

asyncio.run(main(sys.argv[1]))
`;
  const { stdout } = await run(PYTHON, ['-c', program, `${daemon.streamUrl}?token=${daemon.token()}`]);
  expect(stdout).toBe('no fault\n');
});
