import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogFile } from '../../src/daemon/log-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-log-'));
  file = path.join(folder, 'daemon.log');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('a line is one JSON object with the time it was written, for its owner only', () => {
  const log = createLogFile(file, { nowMs: () => Date.UTC(2026, 0, 2) });
  log.write({ level: 'info', event: 'started', message: 'Listening.', port: 8765 });
  log.close();

  expect(fs.readFileSync(file, 'utf8')).toBe(
    '{"at":"2026-01-02T00:00:00.000Z","level":"info","event":"started","message":"Listening.","port":8765}\n',
  );
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('F36: the log is set aside when it is full, and five files are kept', () => {
  const log = createLogFile(file, { maxBytes: 200 });
  for (let count = 0; count < 40; count += 1) log.write({ level: 'info', event: 'started', message: `Line ${count}.` });
  log.close();

  const names = fs.readdirSync(folder).sort();
  expect(names).toEqual(['daemon.log', 'daemon.log.1', 'daemon.log.2', 'daemon.log.3', 'daemon.log.4']);
  expect(names.map((name) => fs.statSync(path.join(folder, name)).size).every((size) => size <= 200)).toBe(true);
  expect(fs.readFileSync(file, 'utf8')).toContain('Line 39.');
});

test('a log goes on where the last daemon ended', () => {
  for (const message of ['One.', 'Two.']) {
    const log = createLogFile(file);
    log.write({ level: 'info', event: 'started', message });
    log.close();
  }
  expect(fs.readFileSync(file, 'utf8').match(/One|Two/g)).toEqual(['One', 'Two']);
});

test('F37: a log that cannot be written silences nobody but itself, and comes back', () => {
  const log = createLogFile(path.join(folder, 'logs', 'daemon.log'));
  expect(() => log.write({ level: 'info', event: 'started', message: 'Unheard.' })).not.toThrow();

  fs.mkdirSync(path.join(folder, 'logs'));
  log.write({ level: 'info', event: 'started', message: 'Heard.' });
  log.close();
  expect(fs.readFileSync(path.join(folder, 'logs', 'daemon.log'), 'utf8')).toContain('Heard.');
});
