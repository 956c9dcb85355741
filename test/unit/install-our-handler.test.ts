import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handlerFor } from '../../src/install/handler.ts';
import { createOwnership } from '../../src/install/our-handler.ts';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-own-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const isOurs = createOwnership(['/opt/here/mpm-hook']);
const exec = (command: string, args: readonly string[] = []) => ({ type: 'command', command, args });
const shell = (command: string) => ({ type: 'command', command });

test.each([
  ['the installed program', exec('/opt/here/mpm-hook')],
  ['an older installation', exec('/home/someone/old place/mpm-hook')],
  ['the Node form', exec('/usr/lib/node_modules/mpm-hook/bin/mpm-hook.cjs')],
  ['the Node form started by node', exec('/usr/bin/node', ['/usr/lib/mpm-hook/bin/mpm-hook.cjs'])],
  ['the Node form started by node in a shell', shell('node "/usr/lib/mpm hook/bin/mpm-hook.cjs"')],
  ['the bare name', shell('mpm-hook')],
  ['a path with a tilde', shell('~/.local/bin/mpm-hook')],
  ['a path with a variable', shell('"$HOME/.local/bin/mpm-hook"')],
  ['a path with an escaped blank', shell('/home/a\\ b/mpm-hook')],
  ['a quieted command', shell('/opt/x/mpm-hook >/dev/null 2>&1 || true')],
  ['the script of the plugin', exec('/cache/plugins/mpm-hook/hooks/mpm-hook-plugin.sh')],
  ['our http handler', handlerFor('Stop', { kind: 'http', command: '', port: 9000 })],
])('F44: %s is known as ours', (_, handler) => {
  expect(isOurs(handler)).toBe(true);
});

test.each([
  ['another program', exec('/usr/bin/say')],
  ['a program with our name inside its own', exec('/opt/my-mpm-hook-wrapper')],
  ['a folder of our name', exec('/opt/mpm-hook/notify')],
  ['another command of ours', exec('/opt/here/mpm-hook', ['send', '-'])],
  ['another command of ours in a shell', shell('mpm-hook send --type custom.x')],
  ['a shell line that does more', shell('mpm-hook; notify-send done')],
  ['a shell line that pipes us', shell('tee /tmp/log | mpm-hook')],
  ['a home of their own choice', shell('MPM_HOOK_HOME=/elsewhere mpm-hook')],
  ['another script of node', exec('/usr/bin/node', ['/opt/other.cjs'])],
  ['node alone', exec('/usr/bin/node')],
  ['an http hook of somebody on the same path', { type: 'http', url: 'http://127.0.0.1:3000/v1/events' }],
  ['a prompt', { type: 'prompt', prompt: 'mpm-hook' }],
  ['no object', 'mpm-hook'],
  ['null', null],
  ['a command that is no text', { type: 'command', command: 7 }],
])('F43: %s is left alone', (_, handler) => {
  expect(isOurs(handler)).toBe(false);
});

test('F44: a link of another name to the same program is ours', () => {
  const program = path.join(folder, 'mpm-hook');
  const link = path.join(folder, 'watcher');
  fs.writeFileSync(program, '');
  fs.symlinkSync(program, link);

  expect(createOwnership([program])(exec(link))).toBe(true);
  expect(createOwnership([link])(exec(link))).toBe(true);
  expect(createOwnership([])(exec(link))).toBe(false);
});
