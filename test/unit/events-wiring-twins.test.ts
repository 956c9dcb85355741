import { expect, test } from 'vitest';
import { identify } from '../../src/daemon/events/identify.ts';
import type { RawEvent } from '../../src/daemon/events/raw-event.ts';
import { createWiringTwins, type WiringTwins } from '../../src/daemon/events/wiring-twins.ts';
import { aRawEvent } from '../helpers/test-intake.ts';

const CALL = { hook_event_name: 'PreToolUse', session_id: 'one', tool_use_id: 'toolu_1' };
const NOW_MS = 1_700_000_000_000;

function idOf(
  twins: WiringTwins,
  via: string,
  id: string,
  more: Partial<RawEvent> & { data?: object | Buffer } = {},
): string {
  const raw = aRawEvent(more.data ?? CALL, { id, sentAtMs: NOW_MS, ...more, origin: { via } });
  const event = identify(raw, NOW_MS);
  if (event === undefined) throw new Error('not an event');
  return twins.idFor(event, via);
}

test('F25: the same bytes from two wirings are one event', () => {
  const twins = createWiringTwins();

  expect(idOf(twins, 'settings', 'first-id')).toBe('first-id');
  expect(idOf(twins, 'plugin', 'second-id', { sentAtMs: NOW_MS + 900 })).toBe('first-id');
  expect(idOf(twins, 'http', 'third-id', { data: Buffer.from(JSON.stringify(CALL)) })).toBe('first-id');
});

test('F25: a prompt’s id joins them where no call has one', () => {
  const twins = createWiringTwins();
  const data = { hook_event_name: 'Notification', prompt_id: 'p', message: 'm' };

  idOf(twins, 'settings', 'first-id', { data });
  expect(idOf(twins, 'plugin', 'second-id', { data })).toBe('first-id');
});

test('F25: where neither id is there, both live', () => {
  const twins = createWiringTwins();
  const data = { hook_event_name: 'SessionStart', session_id: 'one' };

  idOf(twins, 'settings', 'first-id', { data });
  expect(idOf(twins, 'plugin', 'second-id', { data })).toBe('second-id');
});

test.each([
  ['the same wiring again', 'settings', {}],
  ['more than a second apart', 'plugin', { sentAtMs: NOW_MS + 1001 }],
  ['other bytes', 'plugin', { data: { ...CALL, tool_input: {} } }],
  ['a program that sends it on purpose', 'send', {}],
])('F25: %s is another event', (_what, via, more) => {
  const twins = createWiringTwins();
  idOf(twins, 'settings', 'first-id');

  expect(idOf(twins, via, 'second-id', more)).toBe('second-id');
});

test('F25: the same event twice in each of two wirings is two events', () => {
  const twins = createWiringTwins();

  expect(idOf(twins, 'settings', 'settings-1')).toBe('settings-1');
  expect(idOf(twins, 'plugin', 'plugin-1-')).toBe('settings-1');
  expect(idOf(twins, 'settings', 'settings-2')).toBe('settings-2');
  expect(idOf(twins, 'plugin', 'plugin-2-')).toBe('settings-2');
});

test('F25: a delivery of either wiring that is tried again is known as well', () => {
  const twins = createWiringTwins();
  idOf(twins, 'settings', 'settings-1');
  idOf(twins, 'plugin', 'plugin-1-');

  expect(idOf(twins, 'plugin', 'plugin-1-')).toBe('settings-1');
  expect(idOf(twins, 'settings', 'settings-1')).toBe('settings-1');
});

test('what is remembered is bounded', () => {
  const twins = createWiringTwins();
  idOf(twins, 'settings', 'first-id');
  for (let index = 0; index < 4096; index += 1) {
    idOf(twins, 'settings', `other-${index}`, { data: { ...CALL, tool_use_id: `toolu_${index}-` } });
  }

  expect(idOf(twins, 'plugin', 'second-id')).toBe('second-id');
});
