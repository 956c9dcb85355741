import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printHookHeader } from '../../src/shared/hook-header.ts';
import { parseHookHeader } from '../../src/shared/parse-hook-header.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((made) => made.toWellFormed());
const maybe = fc.option(text, { nil: undefined });

test('whatever a hook says of itself arrives as it was', () => {
  const header = fc.record({
    version: fc.constant('0.1.0'),
    via: text,
    claudePid: maybe,
    agent: maybe,
    entrypoint: maybe,
    attended: maybe,
    project: maybe,
  });
  fc.assert(
    fc.property(header, (said) => {
      const printed = printHookHeader(said);
      expect(printed).toMatch(/^[\x20-\x7e]*$/);
      expect(parseHookHeader(printed)).toEqual(JSON.parse(JSON.stringify(said)));
    }),
  );
});

test('a header of somebody else is read as far as it can be', () => {
  expect(parseHookHeader('2.0; via=plugin; colour=green; agent=%zz; project')).toEqual({
    version: '2.0',
    via: 'plugin',
  });
  expect(parseHookHeader('')).toEqual({ version: '', via: '' });
  expect(parseHookHeader('1.0; __proto__=x; via=a')).toEqual({ version: '1.0', via: 'a' });
});
