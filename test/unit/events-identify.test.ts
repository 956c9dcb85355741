import { describe, expect, test } from 'vitest';
import { identify } from '../../src/daemon/events/identify.ts';
import { isEventId } from '../../src/shared/is-event-id.ts';
import { capturedEvents } from '../helpers/fixtures.ts';
import { aRawEvent } from '../helpers/test-intake.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00.000Z');
const PRE = { hook_event_name: 'PreToolUse', session_id: 'one', tool_use_id: 'toolu_1', prompt_id: 'p' };

test('an event is known by its name, its session, its call and the hook’s time', () => {
  const raw = aRawEvent(PRE, { id: 'abcdefgh', sentAtMs: 1_700_000_000_000 });

  expect(identify(raw, NOW_MS)).toEqual({
    id: 'abcdefgh',
    type: 'hook.pre_tool',
    atMs: 1_700_000_000_000,
    sessionId: 'one',
    toolUseId: 'toolu_1',
    promptId: 'p',
    data: PRE,
    body: JSON.stringify(PRE),
    isSkimmed: false,
  });
});

test.each(capturedEvents())('F28: $name passes through whole', ({ bytes }) => {
  const written = JSON.parse(bytes.toString());
  const event = identify(aRawEvent(bytes), NOW_MS);

  expect(event?.data).toEqual(written);
  expect(event?.body).toBe(bytes.toString().trim());
  expect(event?.sessionId).toBe(written.session_id);
  expect(event?.type).toMatch(/^hook\.[a-z_]+$/);
});

describe('the body is what was written', () => {
  test('down to numbers that JavaScript cannot hold and keys that come twice', () => {
    const text = '{"hook_event_name":"X","n":12345678901234567890,"one":1.0,"n":2}';

    expect(identify(aRawEvent(Buffer.from(text)), NOW_MS)?.body).toBe(text);
  });

  test('but on one line', () => {
    const text = '{\r\n  "hook_event_name": "X",\n  "text": "two\\nlines"\n}\n';

    expect(identify(aRawEvent(Buffer.from(text)), NOW_MS)?.body).toBe(
      '{   "hook_event_name": "X",   "text": "two\\nlines" }',
    );
  });
});

test.each([
  ['nothing', ''],
  ['no JSON', 'not json'],
  ['half an event', '{"hook_event_name":"PreTo'],
  ['a JSON array', '[1,2]'],
  ['a JSON null', 'null'],
  ['an object without a name', '{"session_id":"one"}'],
  ['a name that is none', '{"hook_event_name":"a b\\n"}'],
])('%s is kept as text', (_what, text) => {
  expect(identify(aRawEvent(Buffer.from(text)), NOW_MS)).toMatchObject({
    type: 'hook.unparsed',
    data: { text },
    body: JSON.stringify({ text }),
    atMs: NOW_MS,
    sessionId: undefined,
  });
});

test('F29: an event nobody has heard of passes through under its own name', () => {
  expect(identify(aRawEvent({ hook_event_name: 'BrandNewThing', x: 1 }), NOW_MS)?.type).toBe('hook.brand_new_thing');
});

test.each([
  ['custom.deploy', 'custom.deploy'],
  ['hook.oversize', 'hook.oversize'],
  ['system.probe', 'system.probe'],
])('the sender may give the type %s', (type, expected) => {
  expect(identify(aRawEvent(PRE, { type }), NOW_MS)?.type).toBe(expected);
});

test.each(['system.gap', 'system.welcome', 'other', 'custom.', 'custom.a b', '', `custom.${'x'.repeat(65)}`])(
  'nobody may give the type "%s"',
  (type) => {
    expect(identify(aRawEvent(PRE, { type }), NOW_MS)).toBeUndefined();
  },
);

test.each([undefined, 'short', 'has/slash', 'x'.repeat(65)])('an id that cannot be one (%s) is replaced', (id) => {
  const made = identify(aRawEvent(PRE, { id }), NOW_MS)?.id ?? '';

  expect(made).not.toBe(id);
  expect(isEventId(made)).toBe(true);
});

test.each([Number.NaN, -1, 1.5, 1e15, undefined])(
  'a time that is none (%s) becomes the time of receipt',
  (sentAtMs) => {
    expect(identify(aRawEvent(PRE, { sentAtMs }), NOW_MS)?.atMs).toBe(NOW_MS);
  },
);

test.each([[''], [7], [null], ['x'.repeat(201)]])(
  'a session id that is no key (%j) is left in the data only',
  (session_id) => {
    const event = identify(aRawEvent({ hook_event_name: 'Stop', session_id }), NOW_MS);

    expect(event?.sessionId).toBeUndefined();
    expect(event?.data.session_id).toEqual(session_id);
  },
);
