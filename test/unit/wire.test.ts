import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEnvelope, parseClientMessage, parseServerMessage } from '../../src/shared/wire.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

function problemOf(message: unknown): string | undefined {
  const parsed = parseClientMessage(typeof message === 'string' ? message : JSON.stringify(message), NOW_MS);
  return 'problem' in parsed ? parsed.problem.code : undefined;
}

function parsed(message: object): unknown {
  return parseClientMessage(JSON.stringify(message), NOW_MS);
}

describe('what a client says', () => {
  test.each<[string, object, object]>([
    ['everything', {}, { sessionId: undefined }],
    ['everything, by name', { session_id: 'global' }, { sessionId: undefined }],
    ['one session', { session_id: 'abc' }, { sessionId: 'abc' }],
    ['types', { types: ['hook.*', 'custom.x'] }, { types: ['hook.*', 'custom.x'] }],
    ['nothing', { types: [] }, { types: [] }],
    ['what came after a seq', { after: 41, store_id: 's' }, { after: 41, storeId: 's' }],
    ['what came since a time', { since: '2026-11-22T11:59:00.000Z' }, { sinceMs: NOW_MS - 60_000 }],
    ['the last ten minutes', { since: '10m' }, { sinceMs: NOW_MS - 600_000 }],
    ['the last N', { history: 20 }, { history: 20 }],
    ['more than is given', { history: 5000 }, { history: 1000 }],
    ['batches', { batch: true, name: 'tail' }, { batch: true, name: 'tail' }],
    ['something newer than us', { colour: 'green' }, {}],
  ])('register asks for %s', (_title, wish, expected) => {
    expect(parsed({ type: 'register', ...wish })).toMatchObject({ type: 'register', ...expected });
  });

  test.each<[string, unknown, string]>([
    ['text', 'hello', 'bad_json'],
    ['nothing', '', 'bad_json'],
    ['an array', [], 'bad_json'],
    ['no type', {}, 'unknown_type'],
    ['a type of ours', { type: 'system.health', data: {} }, 'unknown_type'],
    ['a type with a blank', { type: 'custom.a b', data: {} }, 'unknown_type'],
    ['a session that is a number', { type: 'register', session_id: 7 }, 'bad_session_id'],
    ['an empty session', { type: 'register', session_id: '' }, 'bad_session_id'],
    ['a text for types', { type: 'register', types: 'hook.*' }, 'bad_types'],
    ['too many types', { type: 'register', types: Array(65).fill('a') }, 'bad_types'],
    ['a pattern of wildcards', { type: 'register', types: ['*a*a*a*a*'] }, 'bad_types'],
    ['a negative seq', { type: 'register', after: -1 }, 'bad_after'],
    ['half a seq', { type: 'register', after: 1.5 }, 'bad_after'],
    ['a time of no kind', { type: 'register', since: 'yesterday' }, 'bad_since'],
    ['a history of text', { type: 'register', history: '10' }, 'bad_history'],
    ['a long name', { type: 'register', name: 'n'.repeat(201) }, 'bad_name'],
    ['a limit of text', { type: 'get_history', limit: 'all' }, 'bad_limit'],
    ['data that is no object', { type: 'custom.x', data: 'text' }, 'bad_data'],
    ['an id with a slash', { type: 'custom.x', data: {}, id: '../../etc/passwd' }, 'bad_id'],
    ['a timestamp of no kind', { type: 'custom.x', data: {}, timestamp: 'noon' }, 'bad_timestamp'],
  ])('%s is told apart from a message', (_title, message, code) => expect(problemOf(message)).toBe(code));

  test('a published event keeps its id, time and data', () => {
    const message = {
      type: 'custom.deploy',
      data: { to: 'live' },
      id: 'deploy-0001',
      timestamp: '2026-11-22T12:00:00Z',
    };
    expect(parsed({ ...message, ack: true })).toEqual({
      type: 'publish',
      eventType: 'custom.deploy',
      data: { to: 'live' },
      id: 'deploy-0001',
      timestampMs: NOW_MS,
      wantsAck: true,
    });
  });

  test('a problem names the message it is about, and says whether that was to be an event', () => {
    expect(parsed({ type: 'hook.stop', data: 1, id: 'event-0001' })).toEqual({
      problem: { code: 'bad_data', message: expect.any(String), id: 'event-0001' },
      isOfEvent: true,
    });
  });

  test('nothing that is sent can break the parser', () => {
    const type = fc.constantFrom('register', 'get_history', 'get_status', 'custom.x', 'replay');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.tuple(type, fc.object()).map(([name, rest]) => JSON.stringify({ ...rest, type: name })),
        ),
        (text) => {
          expect(parseClientMessage(text, NOW_MS)).toBeTypeOf('object');
        },
      ),
    );
  });
});

describe('what the daemon says', () => {
  const envelope = { type: 'hook.stop', timestamp: '', id: 'a', seq: 1, host: 'h', data: {} };

  test('an envelope and an array of them are both messages in a row', () => {
    expect(parseServerMessage(JSON.stringify(envelope))).toEqual([envelope]);
    expect(parseServerMessage(JSON.stringify([envelope, envelope]))).toHaveLength(2);
  });

  test('envelopes are told from what the daemon says of itself', () => {
    expect(isEnvelope(envelope)).toBe(true);
    expect(isEnvelope({ type: 'system.ack', id: 'a', seq: 1 })).toBe(false);
  });

  test.each(['', 'null', '[1]', '{}', '{"type":1}'])('%j is no message', (text) => {
    expect(parseServerMessage(text)).toBeUndefined();
  });
});
