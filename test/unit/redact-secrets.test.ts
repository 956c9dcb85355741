import { describe, expect, test } from 'vitest';
import { createRedactJson } from '../../src/shared/redact/redact-json.ts';
import { createRedactText } from '../../src/shared/redact/redact-text.ts';
import { RULES } from '../../src/shared/redact/rules.ts';
import { type Planted, plantSecrets } from '../helpers/planted-secrets.ts';

const redactText = createRedactText();
const redactJson = createRedactJson({ redactText, hasUserPatterns: false });
const planted = plantSecrets();

/** Broken after so many characters from its middle, so that neither half is the secret. */
const broken = ({ text, secret }: Planted, by: string) => {
  const middle = text.indexOf(secret) + Math.floor(secret.length / 2);
  return `${text.slice(0, middle)}${by}${text.slice(middle)}`;
};
const half = (secret: string) => secret.slice(Math.floor(secret.length / 2) + 1);
const isOneWord = ({ kind }: Planted) => !['private-key', 'docker-auth'].includes(kind);
const knownAlone = planted.filter(({ text, secret }) => text === secret);

test('there are far more than sixty kinds', () => {
  expect(new Set(planted.map(({ kind }) => kind)).size).toBeGreaterThan(90);
  expect(new Set(RULES.map(({ kind }) => kind)).size).toBeGreaterThan(130);
});

test('every anchor is long enough to be looked for', () => {
  expect(RULES.flatMap(({ anchors }) => anchors).filter((anchor) => anchor.length < 3)).toEqual([]);
  expect(RULES.filter(({ pattern }) => !pattern.sticky)).toEqual([]);
});

describe('F32: a secret is taken out', () => {
  test.each(planted)('of a prompt: $kind', ({ text, secret }) => {
    const found = redactJson(JSON.stringify({ prompt: `please use this\n${text}\nand go on` }));
    expect(found.json).not.toContain(secret);
    expect(found.count).toBeGreaterThan(0);
    expect(JSON.parse(found.json).prompt).toMatch(/^please use this\n[\s\S]*‹redacted:[\w-]+›[\s\S]*\nand go on$/);
  });

  test.each(planted)('of JSON inside JSON inside JSON: $kind', ({ text, secret }) => {
    const nested = JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: `x ${text} y` }) }) });
    expect(redactJson(nested).json).not.toContain(secret.slice(0, 40));
  });

  test.each(planted)('that is written in unicode escapes: $kind', ({ text, secret }) => {
    const escaped = JSON.stringify(text).replace(
      /[^"\\]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(escaped).not.toContain(secret);
    expect(
      JSON.parse(redactJson(`{"command":${JSON.stringify(text).includes('\\') ? JSON.stringify(text) : escaped}}`).json)
        .command,
    ).not.toContain(secret);
  });

  test.each(planted)('that is written in base64: $kind', ({ text }) => {
    for (const wrap of [text, `  ${text}`, `{"a": "${text}"}`]) {
      const base64 = Buffer.from(wrap).toString('base64');
      expect(redactText(`echo ${base64} | base64 -d`).text).not.toContain(base64);
      const lines = base64.match(/.{1,76}/g)?.join('\n') ?? '';
      expect(redactText(`data:\n${lines}\nend`).text).not.toContain(lines);
      const twice = Buffer.from(base64).toString('base64');
      expect(redactText(twice).text).not.toContain(twice);
    }
  });

  test.each(planted.filter(isOneWord))('that a shell’s line end breaks: $kind', (one) => {
    const { text } = redactText(`run ${broken(one, '\\\n')} now`);
    expect(text).not.toContain(half(one.secret));
    expect(redactJson(JSON.stringify({ a: JSON.stringify(broken(one, '\\\n')) })).json).not.toContain(half(one.secret));
  });

  test.each(knownAlone)('that is broken over two lines: $kind', (one) => {
    expect(redactText(`it is\n${broken(one, '\n')}\n`).text).not.toContain(half(one.secret));
  });

  test.each(knownAlone)('right after an escaped line end: $kind', ({ secret }) => {
    expect(redactText(`"first\\n${secret}\\nlast"`).text).not.toContain(secret);
  });
});

test('F32: PowerShell’s base64 is read as well', () => {
  const { secret } = planted.find(({ kind }) => kind === 'github-token') as Planted;
  const wide = Buffer.from(`$t = "${secret}"`, 'utf16le').toString('base64');
  expect(redactText(`powershell -EncodedCommand ${wide}`).text).toBe(
    'powershell -EncodedCommand ‹redacted:github-token›',
  );
});

test('F32: the name of a field tells that its value is a secret, and a key is looked at as a value is', () => {
  const { secret } = planted.find(({ kind }) => kind === 'github-token') as Planted;
  const json = `{ "password" :  "tr0ub4dor&3",\n "n": 1.0e2, "${secret}": [ "x" ] }`;
  expect(redactJson(json)).toEqual({
    json: '{ "password" :  "‹redacted:password›",\n "n": 1.0e2, "‹redacted:github-token›": [ "x" ] }',
    count: 2,
  });
});

test('F32: a key goes whole, with or without its last line, in a diff and with numbered lines', () => {
  const { text, secret } = planted.find(({ kind }) => kind === 'private-key') as Planted;
  const long = text.replace(secret, `${secret}\n${secret}\n${secret}`);
  expect(redactText(`a\n${long}b`).text).toBe('a\n‹redacted:private-key›\nb');
  expect(redactText(long.split('\n').slice(0, 3).join('\n')).text).toBe('‹redacted:private-key›');
  for (const mark of ['+', '-', '> ', '  12→']) {
    expect(redactText(long.replaceAll(/^(?=.)/gm, mark)).text).not.toContain(secret.slice(0, 30));
  }
  expect(redactText(JSON.stringify({ a: long })).text).toBe('{"a":"‹redacted:private-key›\\n"}');
});
