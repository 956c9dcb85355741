import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStateRecord } from '../../src/daemon/state-record.ts';
import { type DaemonState, readState } from '../../src/shared/state-file.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

const STATE: DaemonState = { pid: 4711, port: 8765, version: '0.1.0', protocol: 1, startedAt: 1000, storeId: 'store' };
let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});
afterEach(() => home.remove());

function createRecord(state = STATE, facts: string[] = []) {
  return createStateRecord(home.paths.state, state, { report: (event) => facts.push(event) });
}

test('a daemon says where it is, for its owner only, and takes it back', () => {
  const record = createRecord();
  record.ensure();
  expect(readState(home.paths.state)).toEqual(STATE);
  expect(fs.statSync(home.paths.state).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(home.paths.home).filter((name) => name.startsWith('daemon.json'))).toEqual(['daemon.json']);
  record.remove();
  expect(fs.existsSync(home.paths.state)).toBe(false);
});

test.each([
  ['was removed', () => fs.rmSync(home.paths.state)],
  ['is another daemon’s from before', () => createRecord({ ...STATE, pid: 1 }).ensure()],
  ['is of a process with the same number', () => createRecord({ ...STATE, startedAt: 1 }).ensure()],
  ['is damaged', () => fs.writeFileSync(home.paths.state, '{"pid":')],
])('a state file that %s is written again', (_title, harm) => {
  const record = createRecord();
  record.ensure();
  harm();
  record.ensure();
  expect(readState(home.paths.state)).toEqual(STATE);
});

test('F19: a successor’s is left alone', () => {
  const record = createRecord();
  record.ensure();
  const successor = { ...STATE, pid: 4712, startedAt: 2000 };
  createRecord(successor).ensure();
  record.remove();
  expect(readState(home.paths.state)).toEqual(successor);
});

test('F37: one that cannot be written is said', () => {
  const facts: string[] = [];
  fs.mkdirSync(home.paths.state);
  createRecord(STATE, facts).ensure();
  expect(facts).toEqual(['state_unwritten']);
});

test('another store’s id is written down, too', () => {
  const state: { -readonly [Name in keyof DaemonState]: DaemonState[Name] } = { ...STATE };
  const record = createRecord(state);
  record.ensure();
  state.storeId = 'another';
  record.ensure();
  expect(readState(home.paths.state)?.storeId).toBe('another');
});
