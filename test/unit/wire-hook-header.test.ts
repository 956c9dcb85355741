import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOrigin } from '../../src/daemon/events/origin.ts';
import { printHookHeader } from '../../src/shared/hook-header.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((made) => made.toWellFormed());
const maybe = fc.option(text, { nil: undefined });

test('whatever a hook says of itself arrives as it was', () => {
  const header = fc.record({
    version: fc.constant('0.1.0'),
    via: text,
    claudePid: fc.option(fc.integer({ min: 1, max: 2 ** 22 }).map(String), { nil: undefined }),
    agent: maybe,
    entrypoint: maybe,
    attended: maybe,
    project: maybe,
  });
  fc.assert(
    fc.property(header, (said) => {
      const printed = printHookHeader(said);
      expect(printed).toMatch(/^[\x20-\x7e]*$/);
      const { version, claudePid, ...same } = said;
      const pid = claudePid === undefined ? undefined : Number(claudePid);
      expect(parseOrigin(printed, 'http')).toEqual({ ...same, hookVersion: version, claudePid: pid });
    }),
  );
});

test('a header of somebody else is read as far as it can be', () => {
  expect(parseOrigin('1.0; __proto__=x; colour=green; project', 'http')).toMatchObject({
    hookVersion: '1.0',
    via: 'http',
  });
});
