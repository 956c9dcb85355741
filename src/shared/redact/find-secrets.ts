import { type AnchorFinder, createAnchorFinder } from './anchors.ts';
import type { Rule } from './rule.ts';
import type { Span } from './span.ts';

/** A secret's neighbour is looked for so far around it. */
const NEAR_CHARS = 300;

/** Finds the secrets of known shapes in a text, as it stands. */
export type FindSecrets = (text: string, found: (span: Span, rule: Rule) => void) => void;

export function createFindSecrets(rules: readonly Rule[]): FindSecrets {
  const anchored = rules.flatMap((rule) => rule.anchors.map((anchor) => [anchor, rule] as const));
  const anchors: AnchorFinder<Rule> = createAnchorFinder(anchored);
  return (text, found) => {
    let foundTo = 0;
    let searchedTo = 0;
    anchors.find(text, (at, rule) => {
      if (at < foundTo && rule.isLoose) return true; // goes already, with what it stands in
      const span = match(text, at, rule);
      if (span === undefined) return true;
      foundTo = Math.max(foundTo, span.end);
      found(span, rule);
      // neighbours of one are the neighbours of the next, and need not be looked for again
      if (rule.neighbour !== undefined) searchedTo = findAround(text, span, rule, { from: searchedTo, found });
      return true;
    });
  };
}

/** Returns how far it has looked. */
function findAround(
  text: string,
  span: Span,
  { neighbour, ...rule }: Rule,
  { from, found }: { readonly from: number; readonly found: (span: Span, rule: Rule) => void },
): number {
  const begin = Math.max(from, span.start - NEAR_CHARS);
  const end = Math.min(text.length, span.end + NEAR_CHARS);
  for (const { index, 0: matched } of text.slice(begin, end).matchAll(neighbour?.pattern ?? /$^/g)) {
    found({ start: begin + index, end: begin + index + matched.length, kind: neighbour?.kind ?? rule.kind }, rule);
  }
  return end;
}

function match(text: string, at: number, rule: Rule): Span | undefined {
  const { kind, pattern, lead = 0, accepts, extend } = rule;
  const begin = at - lead;
  if (begin < 0 || !mayStandAt(text, begin, rule)) return undefined;
  pattern.lastIndex = begin;
  const matched = pattern.exec(text);
  if (matched === null) return undefined;
  const { lastIndex } = pattern;
  const end = extend === undefined ? lastIndex : extend(text, lastIndex);
  if (end === undefined) return undefined;
  const start = begin + (matched[1]?.length ?? 0);
  return accepts === undefined || accepts(text.slice(start, end)) ? { start, end, kind } : undefined;
}

/** The `n` of an escaped line end, or the hex digits of `%3D`, are no part of the word that follows them. */
const ESCAPE_BEFORE = /(?:\\[nrtbf]|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|%[0-9A-Fa-f]{2}|\[[0-9;]{1,12}m)$/;
const LONGEST_ESCAPE = 14;
const LONGEST_BEHIND = 16;

/** Whether what stands before it lets it begin there. */
export function mayStandAt(text: string, begin: number, { after, behind }: Pick<Rule, 'after' | 'behind'>): boolean {
  if (behind !== undefined && !behind.test(text.slice(Math.max(0, begin - LONGEST_BEHIND), begin))) return false;
  if (after === 'word' || begin === 0) return true;
  const before = text.charCodeAt(begin - 1);
  const isInside = isWordCode(before) || (after === 'no token' && (before === 0x2d || before === 0x5f));
  return !isInside || ESCAPE_BEFORE.test(text.slice(Math.max(0, begin - LONGEST_ESCAPE), begin));
}

function isWordCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
