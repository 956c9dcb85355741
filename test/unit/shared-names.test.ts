import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { readSurroundings } from '../../src/shared/config.ts';
import { createEventId } from '../../src/shared/event-id.ts';
import { isPriority, peekEventName, toEventType } from '../../src/shared/event-type.ts';
import { isEventId } from '../../src/shared/is-event-id.ts';
import { homeFolder, homePaths } from '../../src/shared/paths.ts';
import { parseSpoolName, printSpoolName } from '../../src/shared/spool.ts';
import { isNewer, VERSION } from '../../src/shared/version.ts';
import { capturedEvents } from '../helpers/fixtures.ts';

describe('version', () => {
  test('the release in the code is the one in package.json', () => {
    const text = fs.readFileSync(path.join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
    expect((JSON.parse(text) as { version: string }).version).toBe(VERSION);
  });

  test.each([
    ['1.2.3', '1.2.2', true],
    ['1.10.0', '1.9.9', true],
    ['2.0.0', '10.0.0', false],
    ['1.2.3', '1.2.3', false],
    ['1.2.3-rc.1', '1.2.3', false],
    ['1.0.0', 'not a version', true],
  ])('%s after %s: %s', (a, b, expected) => {
    expect(isNewer(a, b)).toBe(expected);
  });
});

describe('event ids', () => {
  test('ids of one process are unique and sort by the time they were made', () => {
    const made = Array.from({ length: 10_000 }, (_, at) => createEventId(1_800_000_000_000 + Math.floor(at / 5000)));
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  test('an id is a UUID of version 7 that holds its time', () => {
    const id = createEventId(1_900_000_000_000);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(1_900_000_000_000);
  });

  test('a clock that goes back does not make ids go back', () => {
    const before = createEventId(2_000_000_000_000);
    expect(createEventId(1000) > before).toBe(true);
  });

  test.each(['', 'short', '../../etc/passwd', 'a/b-c-d-e-f', 'x'.repeat(65), 'has space in it'])(
    '%j is nobody’s id',
    (id) => {
      expect(isEventId(id)).toBe(false);
    },
  );
});

describe('event types', () => {
  test.each([
    ['UserPromptSubmit', 'hook.user_prompt'],
    ['PreToolUse', 'hook.pre_tool'],
    ['PostToolUse', 'hook.post_tool'],
    ['PostToolUseFailure', 'hook.post_tool_use_failure'],
    ['UserPromptExpansion', 'hook.user_prompt_expansion'],
    ['SessionStart', 'hook.session_start'],
    ['Stop', 'hook.stop'],
    ['MCPServerGone', 'hook.mcp_server_gone'],
    ['SomethingNew2', 'hook.something_new2'],
    ['constructor', 'hook.constructor'],
  ])('F29: %s is %s', (name, type) => {
    expect(toEventType(name)).toBe(type);
  });

  test.each([
    ['hook.notification', true],
    ['hook.permission_request', true],
    ['hook.stop', true],
    ['hook.stop_failure', true],
    ['hook.session_start', true],
    ['hook.session_end', true],
    ['hook.post_tool_use_failure', true],
    ['hook.pre_tool', false],
    ['hook.stopwatch', false],
    ['custom.notification', false],
  ])('priority of %s: %s', (type, expected) => {
    expect(isPriority(type)).toBe(expected);
  });

  test('the name of every captured event is seen in its first bytes', () => {
    for (const { bytes } of capturedEvents()) {
      const { hook_event_name: name } = JSON.parse(bytes.toString()) as { hook_event_name: string };
      expect(peekEventName(bytes.subarray(0, 4096).toString('latin1'))).toBe(name);
    }
  });
});

describe('spool names', () => {
  test('what is printed is read back', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 9_999_999_999_999 }),
        fc.constantFrom('p' as const, 'n' as const),
        fc.uuid(),
        (sentAtMs, type, id) => {
          const name = { sentAtMs, class: type, id };
          expect(parseSpoolName(printSpoolName(name))).toEqual(name);
        },
      ),
    );
  });

  test.each([
    'tally',
    'dropped',
    'rejected',
    '1-p-12345678.event.tmp',
    '1-x-12345678.event',
    'x-p-12345678.event',
    '1-p-a/b45678.event',
  ])('%s is no spooled event', (name) => {
    expect(parseSpoolName(name)).toBeUndefined();
  });
});

describe('paths', () => {
  test('MPM_HOOK_HOME moves everything', () => {
    expect(homeFolder('/home/dev', undefined)).toBe('/home/dev/.mpm-hook');
    expect(homeFolder('/home/dev', '')).toBe('/home/dev/.mpm-hook');
    expect(homeFolder('/home/dev', '/elsewhere')).toBe('/elsewhere');
    expect(Object.values(homePaths('/elsewhere')).every((place) => place.startsWith('/elsewhere'))).toBe(true);
  });

  test('an empty HOME is no reason to settle in the current folder', () => {
    vi.stubEnv('HOME', '');
    vi.stubEnv('MPM_HOOK_HOME', '');

    expect(path.isAbsolute(readSurroundings().home)).toBe(true);
    vi.unstubAllEnvs();
  });
});
