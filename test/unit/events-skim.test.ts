import { expect, test } from 'vitest';
import { isBulky, skimFields } from '../../src/daemon/events/skim.ts';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { bulky, bulkyAndCut } from '../helpers/bulky.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { aRawEvent, createTestIntake } from '../helpers/test-intake.ts';

test.each(['1', '{}', '[]', '"a"', '{"a":1}'])('F37: too many values are not taken apart: %s', (value) => {
  expect(isBulky(bulky(value))).toBe(true);
  expect(isBulky(bulky(value, 100_000))).toBe(false);
});

test('what only looks like values, inside a string, is none', () => {
  const text = JSON.stringify({ text: '"[{,\\'.repeat(200_000), more: 1 });

  expect(isBulky(Buffer.from(text))).toBe(false);
});

test('the short fields of a bulky event are kept, wherever they stand', () => {
  expect(skimFields(bulky('{"session_id":"no"}'))).toEqual({
    hook_event_name: 'PostToolUse',
    session_id: 'one',
    tool_use_id: 'toolu_1',
  });
});

test('a bulky array, or what is no JSON, has no fields', () => {
  expect(skimFields(Buffer.from(`[${'1,'.repeat(10)}1]`))).toBeUndefined();
  expect(skimFields(Buffer.from('{nonsense,'.repeat(10)))).toBeUndefined();
});

test('a bulky event is stored under its name with its ids, and with the beginning of its JSON', async () => {
  const intake = createTestIntake(createMemoryStore());
  const bytes = bulky('1');
  await intake.accept(aRawEvent(bytes));
  const [envelope] = intake.published.map(toEnvelope);

  expect(envelope).toMatchObject({ type: 'hook.post_tool', session_id: 'one', cut: true });
  expect(envelope?.data).toMatchObject({ hook_event_name: 'PostToolUse', tool_use_id: 'toolu_1' });
  expect(envelope?.data.text).toMatch(/^\{"hook_event_name":"PostToolUse".*,1,1…\[cut \d+ bytes\]$/);
  expect(intake.published[0]?.json.length).toBeLessThan(257 * 1024);
});

test('bulky bytes that are no event are kept as text', async () => {
  const intake = createTestIntake(createMemoryStore());
  await intake.accept(aRawEvent(Buffer.from(`[${'1,'.repeat(300_000)}1]`)));

  expect(intake.published.map(({ type }) => type)).toEqual(['hook.unparsed']);
});

test('F37: one that is cut off inside a string is stored as well', async () => {
  const intake = createTestIntake(createMemoryStore());
  await intake.accept(aRawEvent(bulkyAndCut()));

  expect(intake.published.map(({ type }) => type)).toEqual(['hook.post_tool']);
});
