import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutToFit } from '../../src/daemon/events/cut.ts';

function cut(value: object, maxBytes: number) {
  const body = JSON.stringify(value);
  const result = cutToFit(JSON.parse(body), body, maxBytes);
  return { ...result, bytes: Buffer.byteLength(result.body), data: JSON.parse(result.body) };
}

const MARK = /…\[cut (\d+) bytes\]$/;

test('what fits is passed on as it was written', () => {
  const body = '{ "a" : 1.0, "b": "\\u00e9" }';

  expect(cutToFit({ a: 1, b: 'é' }, body, 1024)).toEqual({ body, cut: false });
});

test('the longest string is cut first, and says how much is missing; what is shorter stays whole', () => {
  const { data, bytes } = cut(
    { tool_name: 'Write', short: 's'.repeat(2000), nested: [{ long: 'x'.repeat(300_000) }] },
    65_536,
  );

  expect(data.short).toBe('s'.repeat(2000));
  const kept = data.nested[0].long.replace(MARK, '');
  const missing = Number(MARK.exec(data.nested[0].long)?.[1]);
  expect(kept.length + missing).toBe(300_000);
  expect(bytes).toBeLessThanOrEqual(65_536);
  expect(bytes).toBeGreaterThan(65_536 - 100);
});

test('two long strings are brought down to the same length', () => {
  const { data } = cut({ a: 'x'.repeat(50_000), b: 'y'.repeat(90_000) }, 20_000);

  expect(data.a.length).toBe(data.b.length);
});

test('an event that only its escapes made too long is printed without them, and nothing is cut', () => {
  const body = `{"text":"${'\\u4e2d'.repeat(300)}"}`;

  expect(cutToFit(JSON.parse(body), body, 1024)).toEqual({ body: `{"text":"${'中'.repeat(300)}"}`, cut: false });
});

test('an event whose bulk is not in strings keeps its short fields and the beginning of its JSON', () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const { data, bytes, cut: isCut } = cut({ session_id: 'one', tool_use_id: 't', n: 4, numbers }, 4096);

  expect(data).toMatchObject({ session_id: 'one', tool_use_id: 't', n: 4 });
  expect(data.text).toMatch(/^{"session_id":"one".*…\[cut \d+ bytes\]$/s);
  expect(isCut).toBe(true);
  expect(bytes).toBeLessThanOrEqual(4096);
});

test('nesting far too deep for a stack is survived', () => {
  const body = `{"session_id":"one","deep":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
  const { body: made, cut: isCut } = cutToFit(JSON.parse(body), body, 8192);

  expect(isCut).toBe(true);
  expect(Buffer.byteLength(made)).toBeLessThanOrEqual(8192);
  expect(JSON.parse(made).session_id).toBe('one');
});

describe('whatever the event', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }).map((part) => part.repeat(40)),
    fc
      .string({ unit: fc.constantFrom('\n', '"', '\u0001', '\ud800', '😀', 'é', 'a'), maxLength: 40 })
      .map((part) => part.repeat(60)),
    fc.string(),
  );
  const event = fc.dictionary(
    fc.string({ maxLength: 12 }),
    fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 4 }), fc.dictionary(fc.string(), text, { maxKeys: 3 })),
    { maxKeys: 8 },
  );

  test('it fits afterwards, every string is whole or the beginning of what it was, and says what it lost', async () => {
    await fc.assert(
      fc.property(event, fc.integer({ min: 1024, max: 8192 }), (value, maxBytes) => {
        const { data, bytes, cut: isCut } = cut(value, maxBytes);

        expect(bytes).toBeLessThanOrEqual(maxBytes);
        if (!('text' in data) || 'text' in value) compare(JSON.parse(JSON.stringify(value)), data);
        if (!isCut) expect(data).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 300 },
    );
  });

  function compare(before: unknown, after: unknown): void {
    if (typeof before === 'string' && typeof after === 'string') {
      if (before === after) return;
      const missing = Number(MARK.exec(after)?.[1]);
      const kept = after.replace(MARK, '');
      expect(before.startsWith(kept)).toBe(true);
      expect(Buffer.byteLength(before.slice(kept.length))).toBe(missing);
      // never inside a pair
      expect(/[\ud800-\udbff]$/.test(kept) && /^[\udc00-\udfff]/.test(before.slice(kept.length))).toBe(false);
    } else if (typeof before === 'object' && before !== null) {
      for (const [key, value] of Object.entries(before)) compare(value, (after as Record<string, unknown>)[key]);
    } else {
      expect(after).toEqual(before);
    }
  }
});

test('F6: 16 MB of one string, and of many, are cut in a time that grows as they do', () => {
  const one = { tool_response: { stdout: 'line of output\n'.repeat(1_100_000) } };
  const many = { lines: Array.from({ length: 16_000 }, (_, index) => `${index} ${'é"'.repeat(330)}`) };
  for (const value of [one, many]) {
    const body = JSON.stringify(value);
    const data = JSON.parse(body);
    const startedMs = performance.now();
    const made = cutToFit(data, body, 256 * 1024);

    expect(performance.now() - startedMs).toBeLessThan(6000); // character by character and string by string it takes minutes
    expect(Buffer.byteLength(made.body)).toBeLessThanOrEqual(256 * 1024);
  }
});
