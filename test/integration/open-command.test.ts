import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findBrowsers } from '../../src/cli/browser.ts';
import { callCli } from '../helpers/cli.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';

let daemon: InProcessDaemon;
beforeEach(async () => {
  daemon = await startTestDaemon();
});
afterEach(() => daemon.close());

/** A browser that only notes what it was called with. */
function createBrowser(): { readonly command: string; called(): Promise<string> } {
  const notes = path.join(daemon.home.root, 'called-with');
  const command = path.join(daemon.home.root, 'browser');
  fs.writeFileSync(command, `#!/bin/sh\nprintf '%s' "$*" > '${notes}'\n`, { mode: 0o755 });
  return { command, called: () => until(() => fs.existsSync(notes) && fs.readFileSync(notes, 'utf8')) };
}

async function redeem(address: string): Promise<unknown> {
  const ticket = /#ticket=(.+)$/.exec(address)?.[1];
  const answer = await fetch(`${daemon.url}/v1/tickets/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ticket }),
  });
  return answer.json();
}

describe('mpm-hook open', () => {
  test('leads BROWSER to the page, and shows neither ticket nor token to whoever lists the processes', async () => {
    const browser = createBrowser();
    const { stdout, stderr, code } = await callCli(daemon.home, ['open'], { env: { BROWSER: browser.command } });
    const target = await browser.called();
    expect({ stdout, stderr, code }).toEqual({ stdout: `The dashboard is at ${daemon.url}/\n`, stderr: '', code: 0 });
    expect(target).toMatch(/^file:.*\/open\.html$/);
    const file = fileURLToPath(target);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
    const text = fs.readFileSync(file, 'utf8');
    expect(text).not.toContain(daemon.token());
    const address = /url=([^"]+)"/.exec(text)?.[1] ?? '';
    expect(address).toMatch(new RegExp(`^${daemon.url}/#ticket=`));
    expect(await redeem(address)).toEqual({ token: daemon.token() });
  });

  test('prints an address on wish, with a ticket and never the token', async () => {
    const { stdout, stderr } = await callCli(daemon.home, ['open', '--print']);
    expect(stderr).toBe('');
    expect(stdout).not.toContain(daemon.token());
    expect(await redeem(stdout.trim())).toEqual({ token: daemon.token() });
  });

  test('says how to pass the port on, over SSH', async () => {
    const { stdout, stderr, code } = await callCli(daemon.home, ['open'], {
      env: { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22', USER: 'dev' },
    });
    expect(stderr).toContain(`ssh -L ${daemon.port}:127.0.0.1:${daemon.port} dev@`);
    expect(stdout).toMatch(new RegExp(`^${daemon.url}/#ticket=`));
    expect(code).toBe(0);
  });

  test.each([
    ['there is no screen', {}],
    ['BROWSER is no program', { BROWSER: '/nowhere/browser' }],
    ['the browser fails', { BROWSER: 'false' }],
  ])('prints the address when %s', async (_title, env) => {
    const { stdout, stderr, code } = await callCli(daemon.home, ['open'], { env });
    expect(stderr).toContain('No browser could be started');
    expect(stdout).toMatch(/#ticket=/);
    expect(code).toBe(0);
  });

  test('answers as JSON', async () => {
    const { stdout } = await callCli(daemon.home, ['open', '--json']);
    expect(JSON.parse(stdout)).toEqual({ address: expect.stringContaining('#ticket='), expiresInMs: 60_000 });
  });
});

test.each([
  [{ BROWSER: 'firefox' }, 'linux', [['firefox', 'x']]],
  [
    { BROWSER: 'firefox --new-window %s:w3m' },
    'linux',
    [
      ['firefox', '--new-window', 'x'],
      ['w3m', 'x'],
    ],
  ],
  [{ BROWSER: 'w3m', SSH_CONNECTION: '1' }, 'linux', [['w3m', 'x']]],
  [{ DISPLAY: ':0' }, 'linux', [['xdg-open', 'x']]],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', [['xdg-open', 'x']]],
  [{ DISPLAY: 'localhost:10', SSH_CONNECTION: '1' }, 'linux', []],
  [{}, 'darwin', [['open', 'x']]],
])('with %j on %s the browsers to try are %j', (env, platform, browsers) => {
  expect(findBrowsers(env, 'x', platform)).toEqual(browsers);
});
