import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactJson } from '../../src/shared/redact/redact-json.ts';
import { createRedactText } from '../../src/shared/redact/redact-text.ts';
import { capturedEvents, capturedSequences } from '../helpers/fixtures.ts';
import { lookAlikes } from '../helpers/look-alikes.ts';
import { plantSecrets } from '../helpers/planted-secrets.ts';

const redactText = createRedactText();
const redactJson = createRedactJson({ redactText, hasUserPatterns: false });

test('99 % and more of what only looks like a secret is left alone', () => {
  const texts = lookAlikes();
  const touched = texts.filter((text) => redactJson(JSON.stringify({ text, [text]: 1 })).count > 0);
  expect(texts.length).toBeGreaterThan(900);
  expect(touched.length / texts.length, touched.join('\n')).toBeLessThanOrEqual(0.01);
});

test('events as they were captured stay as they are', () => {
  const events = [
    ...capturedEvents().map(({ bytes }) => bytes),
    ...capturedSequences().flatMap(({ events }) => events),
  ];
  for (const event of events.map(String)) expect(redactJson(event)).toEqual({ json: event, count: 0 });
});

describe('whatever the JSON', () => {
  const secrets = plantSecrets();
  const aString = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    fc.constantFrom(...secrets.map(({ text }) => text)),
    fc.tuple(fc.string(), fc.constantFrom(...secrets), fc.string()).map(([a, { text }, b]) => `${a} ${text} ${b}`),
    fc.constantFrom(
      '\\',
      '"',
      '\\"',
      '\u2028',
      '\ud800',
      '‹redacted:x›',
      '{"password": "',
      '-----BEGIN PRIVATE KEY-----',
    ),
  );
  const aValue = fc.letrec((tie) => ({
    value: fc.oneof(aString, fc.double(), fc.boolean(), fc.constant(null), tie('list'), tie('fields')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    fields: fc.dictionary(aString, tie('value'), { maxKeys: 4 }),
  })).fields;
  const aJson = fc
    .tuple(aValue, fc.constantFrom(undefined, 1, '\t'))
    .map(([value, space]) => JSON.stringify(value, null, space));

  test('it stays JSON, of the same shape, and doing it again changes nothing', () => {
    fc.assert(
      fc.property(aJson, (json) => {
        const once = redactJson(json);
        expect(() => JSON.parse(once.json)).not.toThrow();
        expect(redactJson(once.json)).toEqual({ json: once.json, count: 0 });
        expect(shapeOf(once.json)).toBe(shapeOf(json));
      }),
      { numRuns: 1500 },
    );
  });

  test('a string without a secret is left as it was written, in whatever escapes', () => {
    fc.assert(
      fc.property(fc.array(aString, { maxLength: 8 }), (strings) => {
        const literals = strings.map((text) => JSON.stringify(text).replace(/[^\x20-\x7e]/g, escapeCode));
        const before = `[${literals.join(' ,')}]`;
        const after = redactJson(before).json;
        const kept = literals.map((literal, at) => (redactText(strings[at] ?? '').count === 0 ? literal : undefined));
        const parsed = after.slice(1, -1).split(' ,');
        if (strings.some((text) => text.includes(' ,'))) return;
        for (const [at, literal] of kept.entries()) if (literal !== undefined) expect(parsed[at]).toBe(literal);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Everything outside strings. */
const shapeOf = (json: string) => json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
const escapeCode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
