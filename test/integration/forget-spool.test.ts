import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSpooled } from '../../src/daemon/events/spool-traces.ts';
import { createTraceQuestion } from '../../src/daemon/events/trace-question.ts';
import type { ForgetWish } from '../../src/daemon/store/forget-wish.ts';
import { printHookHeader } from '../../src/shared/hook-header.ts';
import { putFile, spool } from '../helpers/spooled.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
  const from = (project: string) => ({ header: { hook: printHookHeader({ version: '1', via: 'settings', project }) } });
  const stop = (fields: object) => JSON.stringify({ hook_event_name: 'Stop', ...fields });
  spool(home.paths, 'of-one-early', { sentAtMs: 1000, text: stop({ session_id: 'one', cwd: '/home/a' }) });
  spool(home.paths, 'of-one-late', { sentAtMs: 3000, text: stop({ session_id: 'one', cwd: '/home/a/b' }) });
  spool(home.paths, 'of-two-late', {
    sentAtMs: 3000,
    text: stop({ session_id: 'two', cwd: '/x' }),
    ...from('/home/a'),
  });
  spool(home.paths, 'of-other-folder', { sentAtMs: 3000, text: stop({ session_id: 'one-more', cwd: '/home/ab' }) });
  spool(home.paths, 'text-of-one', { sentAtMs: 3000, text: 'no JSON, of "one" in /home/a' });
  putFile(home.paths, '3000-n-broken-of-one.event', 'no header, of "one" in /home/a');
  putFile(home.paths, '1000-n-broken-early.event', 'no header');
});
afterEach(() => home.remove());

const ONE: ForgetWish = { kind: 'session', session: 'one' };

test.each<[ForgetWish, string[], string[]]>([
  [ONE, [], ['broken-of-one', 'of-one-early', 'of-one-late', 'text-of-one']],
  [{ kind: 'before', beforeMs: 2000 }, [], ['broken-early', 'of-one-early']],
  [
    { kind: 'project', project: '/home/a' },
    [],
    ['broken-of-one', 'of-one-early', 'of-one-late', 'of-two-late', 'text-of-one'],
  ],
  [{ kind: 'project', project: '/elsewhere' }, ['one-more'], ['of-other-folder']],
])(
  'of %j the spool holds what it can be read to be, or is named in what cannot be read',
  async (wish, sessions, ids) => {
    const found = await findSpooled(home.paths.spool, createTraceQuestion(wish, new Set(sessions)));

    expect(found.map(({ file }) => /-n-(.*)\.event$/.exec(file)?.[1]).sort()).toEqual(ids);
    expect(found.every(({ file, bytes }) => fs.statSync(file).size === bytes)).toBe(true);
  },
);

test('what is no file, and what is no event, is left where it is', async () => {
  fs.mkdirSync(path.join(home.paths.spool, '1000-n-folder-of-one.event'));
  fs.writeFileSync(path.join(home.paths.spool, 'notes about one'), 'one');
  const found = await findSpooled(home.paths.spool, createTraceQuestion(ONE, new Set()));

  expect(found).toHaveLength(4);
});
