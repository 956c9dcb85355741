import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/shared/config.ts';

const FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-test-'));
const FILE = path.join(FOLDER, 'config.json');

afterAll(() => fs.rmSync(FOLDER, { recursive: true, force: true }));

function load(written: object, env: Readonly<Record<string, string>> = {}) {
  fs.writeFileSync(FILE, JSON.stringify(written));
  return loadSettings(FILE, env);
}

describe('settings of what is kept', () => {
  test.each([
    ['2GiB', 2 ** 31],
    ['500 MB', 500_000_000],
    ['1.5gb', 1_500_000_000],
    [20_000_000, 20_000_000],
    [0, 0],
    ['0', 0],
  ])('a size may be written as %j', (written, bytes) => {
    expect(load({ retentionMaxBytes: written })).toMatchObject({
      settings: { retentionMaxBytes: bytes },
      warnings: [],
    });
  });

  test('F31: how long things are kept is said for all and for single projects', () => {
    const projects = { '/a': { retentionDays: 7 }, '/b': { retentionDays: 0, capture: 'summary' } };
    expect(load({ retentionDays: 90, projects })).toMatchObject({
      settings: { retentionDays: 90, projects },
      warnings: [],
    });
    expect(load({}, { MPM_HOOK_RETENTION_DAYS: '3' }).settings.retentionDays).toBe(3);
    expect(load({}).settings).toMatchObject({ retentionDays: 30, retentionMaxBytes: 2 ** 31 });
  });

  test('a project keeps what else is said of it when its days cannot be meant, and that is named', () => {
    const loaded = load({ projects: { '/a': { retentionDays: -1, capture: 'metadata' } } });
    expect(loaded.settings.projects).toEqual({ '/a': { capture: 'metadata' } });
    expect(loaded.warnings).toEqual([`In ${FILE}: "retentionDays" of "/a" cannot be -1; it is left out.`]);
  });
});
