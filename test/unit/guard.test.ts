import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { compareSnapshots, takeSnapshot } from '../helpers/watched-files.ts';

let home: TempHome;
let settings: string;

beforeEach(() => {
  home = createTempHome();
  settings = path.join(home.userHome, '.claude', 'settings.json');
  fs.writeFileSync(settings, '{}');
});

afterEach(() => home.remove());

function whatChanges(act: () => void): string[] {
  const before = takeSnapshot(home.userHome);
  act();
  return compareSnapshots(before, takeSnapshot(home.userHome)).map((line) => path.relative(home.userHome, line));
}

test('F48: a run that touches nothing of the user passes the guard', () => {
  expect(whatChanges(() => fs.writeFileSync(path.join(home.userHome, '.claude', 'history.jsonl'), 'x'))).toEqual([]);
});

test('F48: a changed settings file is noticed', () => {
  expect(whatChanges(() => fs.writeFileSync(settings, '{"hooks":{}}'))).toEqual(['.claude/settings.json was changed.']);
});

test('F48: a removed settings file is noticed', () => {
  expect(whatChanges(() => fs.rmSync(settings))).toEqual(['.claude/settings.json was removed.']);
});

test('F48: a backup beside the settings is noticed', () => {
  expect(whatChanges(() => fs.writeFileSync(`${settings}.bak`, '{}'))).toEqual(['.claude/settings.json.bak was made.']);
});

test('F48: an event spooled into the real home is noticed', () => {
  const spool = path.join(home.userHome, '.mpm-hook', 'spool');
  const changes = whatChanges(() => {
    fs.mkdirSync(spool, { recursive: true });
    fs.writeFileSync(path.join(spool, '1-n-a.event'), '{}');
  });
  expect(changes).toEqual(['.mpm-hook/spool was made.', '.mpm-hook/spool/1-n-a.event was made.']);
});

test('F48: what a living daemon of the user writes into its home is no breach, a changed token is', () => {
  const ours = path.join(home.userHome, '.mpm-hook');
  fs.mkdirSync(ours);
  for (const name of ['daemon.json', 'token', 'events.db']) fs.writeFileSync(path.join(ours, name), 'before');

  expect(whatChanges(() => fs.writeFileSync(path.join(ours, 'events.db'), 'after'))).toEqual([]);
  expect(whatChanges(() => fs.writeFileSync(path.join(ours, 'token'), 'after'))).toEqual([
    '.mpm-hook/token was changed.',
  ]);
});
