import { expect, test } from 'vitest';
import { createRedactJson } from '../../src/shared/redact/redact-json.ts';
import { createRedactText } from '../../src/shared/redact/redact-text.ts';
import { RULES } from '../../src/shared/redact/rules.ts';

const redactText = createRedactText();
const redactJson = createRedactJson({ redactText, hasUserPatterns: false });

/** Texts that send a backtracking search astray: what rules begin with again and again, and never an end. */
const HOSTILE = [
  ...new Set(RULES.map(({ anchors }) => anchors[0] ?? '')),
  ...[
    '\\',
    '\\n',
    '"',
    'a',
    'A1',
    '=',
    ' ',
    '\n',
    'abcd\n',
    'eyJ.',
    '-eyJ',
    'eyJeyJ.eyJ',
    'password = "',
    '\\"password\\": \\"',
  ],
  ...[
    '://a:',
    'a:b@',
    '-----',
    '-----BEGIN PRIVATE KEY-----\n',
    'Cookie: session',
    '\\u0070',
    '%3D',
    'QUFB\n',
    'login a ',
  ],
];
const CHARS = 200_000;

function msFor(text: string): number {
  const json = JSON.stringify({ text });
  const start = performance.now();
  redactJson(json);
  return performance.now() - start;
}

test('no text takes much longer than another: twice the text, not four times the time', { timeout: 60_000 }, () => {
  for (const part of HOSTILE) {
    const text = part.repeat(Math.ceil(CHARS / part.length));
    const ms = Math.min(msFor(text), msFor(text));
    expect(ms, JSON.stringify(part)).toBeLessThan(3000); // a quadratic search takes minutes
  }
});
