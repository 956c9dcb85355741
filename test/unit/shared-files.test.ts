import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../../src/shared/clean-environment.ts';
import { loadSettings } from '../../src/shared/config.ts';
import { parseMoment } from '../../src/shared/duration.ts';
import { errorCode, MpmError } from '../../src/shared/errors.ts';
import { createMatcher, filterKey } from '../../src/shared/event-filter.ts';
import { helloProof } from '../../src/shared/hello.ts';
import { ensureHome } from '../../src/shared/home-folder.ts';
import { parseState, readState } from '../../src/shared/state-file.ts';
import { readToken } from '../../src/shared/token.ts';
import { ensureToken, rotateToken } from '../../src/shared/token-file.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;

beforeEach(() => {
  home = createTempHome();
});

afterEach(() => home.remove());

describe('settings', () => {
  const load = (written: unknown, env: Record<string, string> = {}) => {
    fs.writeFileSync(home.paths.config, typeof written === 'string' ? written : JSON.stringify(written));
    return loadSettings(home.paths.config, env);
  };

  test('F32: what is to be redacted and kept is read; what cannot be meant is named and left out', () => {
    const redact = [{ kind: 'ticket', pattern: 'ACME-[0-9]{6}' }];
    const projects = { '/home/dev/quiet': { capture: 'metadata' } };
    expect(load({ redact, projects, capture: 'summary' })).toMatchObject({
      settings: { redact, projects, capture: 'summary' },
      warnings: [],
    });
    expect(load({ redact: 'ACME', projects: { quiet: {} }, capture: 'none' }).warnings).toHaveLength(3);
    expect(load({ projects: { '/a': { capture: 'none' } } }).settings.projects).toEqual({
      '/a': { capture: 'metadata' },
    });
    expect(load({ capture: 'none' })).toMatchObject({
      settings: { capture: 'metadata' },
      warnings: [expect.stringContaining('it counts as "metadata"')],
    });
  });

  test('what nobody names has its default', () => {
    const { settings, warnings } = loadSettings(home.paths.config, {});
    expect(settings).toMatchObject({
      port: 8765,
      timeoutMs: 250,
      idleExitMs: 43_200_000,
      auth: 'token',
      maxEventBytes: 262_144,
    });
    expect(warnings).toEqual([]);
  });

  test('the environment wins over the file', () => {
    expect(load({ port: 9000, idleExitMs: 0 }, { MPM_HOOK_PORT: '9001' }).settings).toMatchObject({
      port: 9001,
      idleExitMs: 0,
    });
  });

  test('an unknown key is named', () => {
    expect(load({ prot: 9000 }).warnings).toEqual([`Unknown setting "prot" in ${home.paths.config}.`]);
  });

  test.each([
    [{ port: 0 }, {}, '"port"'],
    [{ port: '80a' }, {}, '"port"'],
    [{ auth: 'none' }, {}, '"auth"'],
    [{ allowedHosts: [1] }, {}, '"allowedHosts"'],
    [{ retentionDays: 1.5 }, {}, '"retentionDays"'],
    [{ retentionDays: '-1' }, {}, '"retentionDays"'],
    [{ retentionMaxBytes: '2 pounds' }, {}, '"retentionMaxBytes"'],
    [{ retentionMaxBytes: 1_000_000 }, {}, '"retentionMaxBytes"'],
    [{}, { MPM_HOOK_RETENTION_MAX_BYTES: 'much' }, 'MPM_HOOK_RETENTION_MAX_BYTES'],
    [{}, { MPM_HOOK_MAX_EVENT_BYTES: '-3' }, 'MPM_HOOK_MAX_EVENT_BYTES'],
    [{}, { MPM_HOOK_DEBUG: 'perhaps' }, 'MPM_HOOK_DEBUG'],
  ])('%j with %j warns and keeps the default', (written, env, named) => {
    const loaded = load(written, env as Record<string, string>);
    expect(loaded.warnings).toHaveLength(1);
    expect(loaded.warnings[0]).toContain(named);
    expect(loaded.settings).toEqual(loadSettings('/nowhere/config.json', {}).settings);
  });

  test('lists may be written with commas in the environment', () => {
    expect(load({}, { MPM_HOOK_ALLOWED_HOSTS: 'a.example, b.example' }).settings.allowedHosts).toEqual([
      'a.example',
      'b.example',
    ]);
  });

  test.each(['{"port": ', '[]', '7'])('a file that is %s is refused with a sentence', (text) => {
    expect(() => load(text)).toThrow(MpmError);
  });
});

describe('the token', () => {
  test('is made once, for its owner only', () => {
    const token = ensureToken(home.paths.token);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ensureToken(home.paths.token)).toBe(token);
    expect(fs.statSync(home.paths.token).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(home.paths.home).filter((name) => name.startsWith('token'))).toEqual(['token']);
  });

  test('is replaced whole when rotated', () => {
    const before = ensureToken(home.paths.token);
    const after = rotateToken(home.paths.token);
    expect(after).not.toBe(before);
    expect(readToken(home.paths.token)).toBe(after);
    expect(fs.statSync(home.paths.token).mode & 0o777).toBe(0o600);
  });

  test('a file that holds no token is replaced', () => {
    fs.writeFileSync(home.paths.token, 'half a tok');
    expect(readToken(home.paths.token)).toBeUndefined();
    expect(readToken(home.paths.token) ?? ensureToken(home.paths.token)).toBe(readToken(home.paths.token));
  });

  test('proves nothing without the same nonce and the same port', () => {
    const proof = helloProof('token', 'nonce', 8765);
    expect(proof).toMatch(/^[0-9a-f]{64}$/);
    expect(
      new Set([
        proof,
        helloProof('token', 'nonce', 8766),
        helloProof('token', 'other', 8765),
        helloProof('t', 'nonce', 8765),
      ]).size,
    ).toBe(4);
  });
});

describe('the state file', () => {
  const whole = { pid: 1, port: 8765, version: '1.0.0', protocol: 1, startedAt: 5, storeId: 'x' };

  test('is read back whole', () => {
    fs.writeFileSync(home.paths.state, JSON.stringify({ ...whole, more: true }));
    expect(readState(home.paths.state)).toEqual(whole);
  });

  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"pid":1',
    JSON.stringify({ ...whole, port: 70_000 }),
    JSON.stringify({ ...whole, pid: '1' }),
  ])('F19: %j means nobody runs', (text) => {
    expect(parseState(text)).toBeUndefined();
  });

  test('a missing one means nobody runs', () => {
    expect(readState(path.join(home.root, 'nothing'))).toBeUndefined();
  });
});

describe('the home folder', () => {
  test('is closed again when it was too open', () => {
    fs.chmodSync(home.paths.home, 0o755);
    ensureHome(home.paths);
    expect(fs.statSync(home.paths.home).mode & 0o777).toBe(0o700);
  });
});

describe('filters', () => {
  test.each([
    [{}, 'hook.stop', 's', true],
    [{ sessionId: 's' }, 'hook.stop', 's', true],
    [{ sessionId: 's' }, 'hook.stop', 't', false],
    [{ sessionId: 's' }, 'hook.stop', undefined, false],
    [{ types: ['hook.*'] }, 'hook.stop', 's', true],
    [{ types: ['hook.*'] }, 'custom.stop', 's', false],
    [{ types: ['hook.s*p'] }, 'hook.stop', 's', true],
    [{ types: ['hook.stop'] }, 'hookxstop', 's', false],
    [{ types: ['a', '*.end'] }, 'custom.end', 's', true],
    [{ types: [] }, 'hook.stop', 's', false],
  ])('%j on %s of %s: %s', (filter, type, session_id, expected) => {
    expect(createMatcher(filter)({ type, session_id })).toBe(expected);
  });

  test('filters that ask for the same have the same key', () => {
    expect(filterKey({ types: ['a', 'b'] })).toBe(filterKey({ types: ['b', 'a'] }));
    expect(filterKey({ sessionId: 'a' })).not.toBe(filterKey({ types: ['a'] }));
  });
});

test('a * stands for any run of characters, however the pattern and the type repeat themselves', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
  fc.assert(
    fc.property(glob, text, (pattern, type) => {
      const meant = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      expect(createMatcher({ types: [pattern] })({ type })).toBe(meant.test(type));
    }),
    { numRuns: 2000 },
  );
});

test('a hostile pattern takes no time', () => {
  const matches = createMatcher({ types: [`${'*a'.repeat(90)}b*b`] });
  const startedMs = performance.now();

  expect(matches({ type: `hook.${'a'.repeat(180)}` })).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(2000); // backtracking would take years
});

describe('moments', () => {
  test.each([
    ['10m', 1_000_000 - 600_000],
    ['1.5h', 1_000_000 - 5_400_000],
    ['30s', 970_000],
    ['1970-01-01T00:00:01Z', 1000],
    ['yesterday', undefined],
    ['10', undefined],
  ])('%s', (text, expected) => {
    expect(parseMoment(text, 1_000_000)).toBe(expected);
  });
});

test('F11: a process that outlives its caller knows little of it', () => {
  const env = {
    HOME: '/h',
    XDG_X: '1',
    ANTHROPIC_API_KEY: 'k',
    NODE_OPTIONS: 'o',
    MPM_HOOK_HOME: '/m',
    MPM_HOOK_DISABLE: '1',
    TZ: undefined,
  };
  expect(cleanEnvironment(env)).toEqual({ HOME: '/h', XDG_X: '1', MPM_HOOK_HOME: '/m' });
});

test('errors carry a code for programs', () => {
  expect(errorCode(new MpmError('SOME_CODE', 'A sentence.'))).toBe('SOME_CODE');
  expect(errorCode('thrown')).toBeUndefined();
});
