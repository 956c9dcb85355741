import * as v8 from 'node:v8';
import type { Span } from './span.ts';

/** A shape of secrets that only the user knows: an entry of `redact` in the settings. */
export interface WrittenPattern {
  readonly kind: string;
  readonly pattern: string;
}

export interface UserPattern {
  find(text: string): Span[];
}

export interface UserPatterns {
  readonly patterns: readonly UserPattern[];
  /** Sentences about those that cannot be used. */
  readonly warnings: readonly string[];
}

const KIND = /^[A-Za-z0-9_-]{1,40}$/;
/** Each costs something for every event. */
const MAX_PATTERNS = 50;
const MAX_CHARS = 500;
/** What every match begins with, if the pattern tells so: where it is not, the pattern need not be tried. */
const BEGINNING = /^(?:\\b)?([\w -]{3,}?)(?=[[\\(.^$]|[\w -](?:[?*+{]|$)|$)/;

/**
 * Patterns of the user's run on V8's linear engine and no other: what it cannot run (back references, looking around, long
 * repetitions) is refused, and what it runs takes time in proportion to the text, whatever the text.
 */
export function compileUserPatterns(written: readonly WrittenPattern[]): UserPatterns {
  const patterns: UserPattern[] = [];
  const warnings: string[] = [];
  if (written.length > 0) v8.setFlagsFromString('--enable-experimental-regexp-engine');
  for (const one of written) {
    const problem = patterns.length < MAX_PATTERNS ? problemOf(one) : `there are more than ${MAX_PATTERNS}`;
    if (problem === undefined) patterns.push(toUserPattern(one));
    else warnings.push(`The pattern "${one.kind}" under "redact" is left out: ${problem}.`);
  }
  return { patterns, warnings };
}

function problemOf({ kind, pattern }: WrittenPattern): string | undefined {
  if (!KIND.test(kind)) return 'its kind must be 1 to 40 letters, digits, dashes or underscores';
  if (pattern.length > MAX_CHARS) return `it is longer than ${MAX_CHARS} characters`;
  try {
    const tried = new RegExp(pattern, 'l');
    if (tried.test('')) return 'it matches where nothing is';
    return tried.test('‹redacted:x›') ? 'it matches what stands in the place of a secret' : undefined;
  } catch {
    return isValid(pattern) ? 'it cannot be run in linear time' : 'it is no regular expression';
  }
}

function isValid(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

function toUserPattern({ kind, pattern }: WrittenPattern): UserPattern {
  const expression = new RegExp(pattern, 'gl');
  const beginning = pattern.includes('|') ? undefined : BEGINNING.exec(pattern)?.[1];
  return {
    find(text) {
      if (beginning !== undefined && !text.includes(beginning)) return [];
      const spans: Span[] = [];
      for (const { index, 0: matched } of text.matchAll(expression)) {
        if (matched !== '') spans.push({ start: index, end: index + matched.length, kind });
      }
      return spans;
    },
  };
}
