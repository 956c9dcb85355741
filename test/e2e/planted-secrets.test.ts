import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SearchStatus } from '../../src/shared/search.ts';
import { type ChildDaemon, spawnTestDaemon } from '../helpers/daemon.ts';
import { HOOK_BUILDS, runHook } from '../helpers/hook.ts';
import { killAll } from '../helpers/own-daemons.ts';
import { type Planted, plantSecrets } from '../helpers/planted-secrets.ts';
import { putFile, spool, spooledNames } from '../helpers/spooled.ts';
import { storedEvents } from '../helpers/store.ts';
import { connectStream } from '../helpers/stream-client.ts';
import { createTempHome, freePort, type TempHome } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';

let home: TempHome;

beforeEach(async () => {
  home = createTempHome({ MPM_HOOK_PORT: String(await freePort()) });
});
afterEach(() => {
  killAll(home);
  home.remove();
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const breakIn = (text: string, { secret }: Planted, by: string) => {
  const middle = text.indexOf(secret) + Math.floor(secret.length / 2);
  return text.slice(0, middle) + by + text.slice(middle);
};

/** Where secrets stand in events of Claude Code's. */
const PLACES: readonly ((one: Planted) => object)[] = [
  ({ text }) => ({ hook_event_name: 'UserPromptSubmit', prompt: `use this:\n${text}\nand then go on` }),
  ({ text }) => ({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: `echo "${text}" > f` } }),
  ({ text }) => ({
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_response: { stdout: `a\n${text}\nb`, stderr: '' },
  }),
  ({ text }) => ({
    hook_event_name: 'PostToolUse',
    tool_response: [{ text: JSON.stringify({ a: [JSON.stringify({ b: text })] }) }],
  }),
  ({ text }) => ({
    hook_event_name: 'Stop',
    last_assistant_message: `\`${base64(text)}\``,
    lines: base64(`x: ${text}`)
      .match(/.{1,76}/g)
      ?.join('\n'),
  }),
  (one) =>
    ['private-key', 'docker-auth', 'basic-auth'].includes(one.kind)
      ? { hook_event_name: 'Stop' }
      : { hook_event_name: 'PreToolUse', tool_input: { command: `run ${breakIn(one.text, one, '\\\n')} now` } },
];

/** Every byte below a folder. */
function readAll(folder: string): { readonly file: string; readonly bytes: Buffer }[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .map((file) => ({ file, bytes: fs.readFileSync(file) }));
}

/** What of the secrets is there, in any of the forms in which it was planted. */
function tracesIn(bytes: Buffer, planted: readonly Planted[]): string[] {
  return planted
    .filter(({ text, secret }) => {
      const half = secret.slice(Math.floor(secret.length / 2) + 1);
      return [secret, half, base64(text), base64(`x: ${text}`).slice(0, 76)].some((trace) => bytes.includes(trace));
    })
    .map(({ kind }) => kind);
}

test('F32: of secrets of more than ninety kinds, wherever they stand, nothing is kept and nothing shown', async () => {
  const planted = plantSecrets();
  const events = PLACES.flatMap((place) => planted.map((one) => JSON.stringify({ session_id: 's', ...place(one) })));
  expect(tracesIn(Buffer.from(events.join('\n')), planted)).toHaveLength(planted.length);
  for (const [at, text] of events.entries())
    if (at % 3 === 0) spool(home.paths, `spooled-${at}`, { text: `${text}\n` });
  for (const [at, { text }] of planted.entries())
    putFile(home.paths, `${at + 1}-n-rejected${at}.event`, `no header: ${text}`);

  const daemon: ChildDaemon = await spawnTestDaemon(home);
  const subscriber = await connectStream(daemon);
  subscriber.say({ type: 'register', session_id: 'global', history: 1000, batch: true });
  for (const [at, text] of events.entries()) {
    if (at % 3 === 1) expect(await daemon.post(text)).toBe(204);
    if (at % 3 === 2 && at % 2 === 0) subscriber.say({ type: 'custom.note', data: JSON.parse(text) as object });
  }
  const hook = HOOK_BUILDS.at(-1);
  for (let at = 5; at < events.length; at += 42) {
    expect(await runHook(hook?.command ?? '', home, `${events[at]}\n`)).toMatchObject({ status: 0, stdout: '' });
  }
  for (const { text } of planted) expect(await daemon.post(`no JSON: ${text}`)).toBe(204);

  const stored = () => storedEvents(home).length;
  await until(() => spooledNames(home.paths).length === 0 && stored() > events.length * 0.8, {
    what: 'all to be stored',
  });
  await until(() => subscriber.heard.filter(({ seq }) => typeof seq === 'number').length >= Math.min(stored(), 1000));
  const status = await until(async () => {
    const said = await daemon.status();
    return (said.search as SearchStatus).lagEvents === 0 && said;
  });
  const alive = readAll(home.root);
  await daemon.end();

  expect(alive.map(({ file }) => path.basename(file))).toEqual(
    expect.arrayContaining(['events.db', 'events.db-wal', 'search.db', 'daemon.log']),
  );
  for (const { file, bytes } of [...alive, ...readAll(home.root)]) expect(tracesIn(bytes, planted), file).toEqual([]);
  expect(tracesIn(Buffer.from(subscriber.heard.map((one) => JSON.stringify(one)).join('\n')), planted)).toEqual([]);
  expect(status.redacted).toBeGreaterThan(events.length / 2);
});
