import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLine } from '../../src/daemon/door/read-line.ts';

const DATA = '{"n":1.0,"big":12345678901234567890,"text":"\\u00e9 \\"data\\":{}"}';

test.each([
  ['an envelope as it is exported', `{"type":"custom.x","id":"12345678","data":${DATA}}`, DATA],
  ['one that is nothing but data', `{"data":${DATA}}`, DATA],
  ['one that was cut', `{"type":"custom.x","data":${DATA},"cut":true}`, undefined],
  ['data that is no object', '{"type":"custom.x","data":[1]}', undefined],
  ['data deeper inside before it', `{"type":"custom.x","more":{"data":{}},"data":${DATA}}`, undefined],
  ['data twice', `{"data":{},"data":${DATA}}`, undefined],
  ['data in a string before it', `{"type":"\\"data\\":{","data":${DATA}}`, undefined],
])('%s says the same as ever, and its data as it was written where that is plain to see', (_what, text, dataText) => {
  expect(readLine(text)?.fields).toEqual(JSON.parse(text));
  expect(readLine(text)?.dataText).toBe(dataText);
});

test('whatever a line holds, it says what its JSON says', () => {
  const key = fc.constantFrom('type', 'data', 'id', '"data":', '{', '}');
  const value = fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue()), fc.constantFrom('"data":', '"data":{}}'));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 4 }), fc.constantFrom('', ' '), (members, space) => {
      const text = `{${members.map(([name, one]) => `${JSON.stringify(name)}${space}:${JSON.stringify(one)}`).join(',')}}`;
      const read = readLine(text);
      expect(read?.fields).toEqual(JSON.parse(text));
      if (read?.dataText !== undefined) expect(JSON.parse(read.dataText)).toEqual(JSON.parse(text).data);
    }),
    { numRuns: 1000 },
  );
});

test.each(['', 'null', '[]', '{"data":', '{"data":{}', 'x{"data":{}}'])('%j is no line', (text) => {
  expect(readLine(text)).toBeUndefined();
});
