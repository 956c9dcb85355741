import { expect, test } from 'vitest';
import { createRedactJson } from '../../src/shared/redact/redact-json.ts';
import { createRedactText } from '../../src/shared/redact/redact-text.ts';
import { plantSecrets } from '../helpers/planted-secrets.ts';

const redactJson = createRedactJson({ redactText: createRedactText(), hasUserPatterns: false });
const { text: planted = '', secret = '' } = plantSecrets().find(({ kind }) => kind === 'github-token') ?? {};

test.each([
  ['is cut off inside an escaped string', `{"a":"one\\n${planted}`],
  ['is cut off inside a string', `{"a":"${planted}`],
  ['ends in half an escape', `{"a":"${planted}\\`],
  ['has an escape that is none', `{"a":"\\x ${planted}","b":1}`],
  ['has a line break in a string', `{"a":"\\t\n${planted}","b":1}`],
])('F32: a secret is taken out of JSON that %s', (_what, json) => {
  const found = redactJson(json);

  expect(found.json).not.toContain(secret);
  expect(found.json).toContain('‹redacted:github-token›');
});

test('broken JSON without a secret is left as it was written', () => {
  const json = '{"at":"https://example.org","a":"one\\ntw';

  expect(redactJson(json)).toEqual({ json, count: 0 });
});
