import { base64Runs } from './base64-runs.ts';
import { createFindSecrets } from './find-secrets.ts';
import { joinText } from './joined-text.ts';
import { RULES } from './rules.ts';
import { spokenOf } from './secret-names.ts';
import { replaceSpans, type Span } from './span.ts';
import type { UserPattern } from './user-patterns.ts';
import { isPassword, isToken } from './worth-hiding.ts';

export interface RedactedText {
  readonly text: string;
  /** How many places were redacted. */
  readonly count: number;
}

/** `key` is the name under which the text stands in its object, if it does. */
export type RedactText = (text: string, key?: string) => RedactedText;

/** Base64 inside base64 is opened so many times. */
const MAX_DEPTH = 3;
/** What a mark leaves behind may itself be a find; after so many rounds enough has been looked. */
const MAX_ROUNDS = 4;
/** The end of a line that a shell does not take for one, escaped or not. */
const CONTINUED = /^(?:\\\r?\n|\\{3})/;

/** Takes every secret out of a text: as it stands, in broken lines and escapes, and in base64. */
export function createRedactText(userPatterns: readonly UserPattern[] = []): RedactText {
  const findShapes = createFindSecrets(RULES);

  return (text, key) => {
    const kind = key === undefined ? undefined : kindByKey(key, text);
    if (kind !== undefined) return replaceSpans(text, [{ start: 0, end: text.length, kind }]);
    let redacted = { text, count: 0 };
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const spans = findAll(redacted.text, 0);
      if (spans.length === 0) break;
      const next = replaceSpans(redacted.text, spans);
      redacted = { text: next.text, count: redacted.count + next.count };
    }
    return redacted;
  };

  function findJoined(text: string, known: readonly Span[]): Span[] {
    const joined = joinText(text);
    if (joined === undefined) return [];
    const endByStart = new Map(known.map(({ start, end }) => [start, end]));
    const spans: Span[] = [];
    findShapes(joined.text, (span, { isLoose = false }) => {
      const original = joined.original(span, { acrossLines: !isLoose });
      if (original === undefined) return;
      const knownEnd = endByStart.get(original.start);
      if (knownEnd === undefined || isMoreOfIt(text.slice(knownEnd, original.end))) spans.push(original);
    });
    return spans;
  }

  function findAll(text: string, depth: number): Span[] {
    const spans: Span[] = [];
    findShapes(text, (span) => spans.push(span));
    for (const pattern of userPatterns) spans.push(...pattern.find(text));
    spans.push(...findJoined(text, spans));
    if (depth < MAX_DEPTH) {
      for (const { start, end, decoded } of base64Runs(text)) {
        const inside = findAll(decoded, depth + 1)[0];
        if (inside !== undefined) spans.push({ start, end, kind: inside.kind });
      }
    }
    return spans;
  }
}

/** Where a secret is found on one line, the next line is more of it only if it looks so. */
function isMoreOfIt(rest: string): boolean {
  return CONTINUED.test(rest) || (/\d/.test(rest) && /[\w+/=-]{8}/.test(rest));
}

/** `{"password": "…"}`: the name stands in another string than its value. */
function kindByKey(key: string, text: string): string | undefined {
  if (text.length > 500 || /[\s\u2039\u203a]/.test(text)) return undefined;
  const spoken = spokenOf(key);
  if (spoken === 'password' && isPassword(text)) return 'password';
  if (spoken === 'token' && isToken(text)) return 'secret';
  return undefined;
}
