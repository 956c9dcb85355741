import { describe, expect, test } from 'vitest';
import { createRedactJson } from '../../src/shared/redact/redact-json.ts';
import { createRedactText } from '../../src/shared/redact/redact-text.ts';

const redactText = createRedactText();
const redactJson = createRedactJson({ redactText, hasUserPatterns: false });
const lookAtAll = createRedactJson({ redactText, hasUserPatterns: true });

const KEYS_OF = [
  ...['api', 'app', 'access', 'account', 'private', 'auth', 'signing', 'encryption', 'master', 'license', 'service'],
  'client',
];
const NAMES = [
  ...['password', 'passwd', 'passphrase', 'pwd', 'secret', 'token', 'credential', 'credentials'].map((word) => [word]),
  ...KEYS_OF.map((what) => [what, 'key']),
];
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `client_key`, `clientKey`, `ClientKey`, `client-key`, `CLIENT_KEY`, …; each also as the end of a longer name. */
function formsOf(words: readonly string[]): string[] {
  const [first = '', ...rest] = words;
  const camel = [first, ...rest.map(capital)].join('');
  const [pascal, snake, kebab] = [words.map(capital).join(''), words.join('_'), words.join('-')];
  const flat = words.join('');
  const train = words.map(capital).join('-');
  const forms = [camel, pascal, snake, kebab, flat, train, ...[snake, kebab, flat].map((name) => name.toUpperCase())];
  return [...forms, `db${pascal}`, `db_${snake}`, `db-${kebab}`, `DB_${snake.toUpperCase()}`];
}

const names = [...new Set(NAMES.flatMap(formsOf))];
const VALUE = 'q8Zt4Lw0Xn2Vb6Ry';

describe('F32: a secret that only the name of its field tells is taken out', () => {
  test.each(names)('%s', (name) => {
    const asField = JSON.stringify({ tool_input: { [name]: VALUE } });
    const inText = JSON.stringify({ tool_response: { stdout: JSON.stringify({ [name]: VALUE }, null, 2) } });
    const deeper = JSON.stringify({ a: inText });

    for (const json of [asField, inText, deeper]) {
      expect(redactJson(json).json).not.toContain(VALUE);
      expect(redactJson(json)).toEqual(lookAtAll(json));
    }
  });

  test('also where it is written in a mix of large and small', () => {
    for (const name of names) {
      const mixed = [...name].map((char, at) => (at % 2 === 0 ? char.toUpperCase() : char.toLowerCase())).join('');
      expect(redactJson(JSON.stringify({ [mixed]: VALUE })).json, mixed).not.toContain(VALUE);
    }
  });
});

test.each(['monkey', 'key', 'cache_key', 'sortKey'])('%s tells of none', (name) => {
  const json = JSON.stringify({ [name]: VALUE, text: JSON.stringify({ [name]: VALUE }) });

  expect(redactJson(json)).toEqual({ json, count: 0 });
});
