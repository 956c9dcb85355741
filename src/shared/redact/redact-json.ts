import { createAnchorFinder } from './anchors.ts';
import { base64Runs } from './base64-runs.ts';
import { mayStandAt } from './find-secrets.ts';
import type { RedactText } from './redact-text.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { isNameEnding, NAME_ENDS } from './secret-names.ts';

export interface RedactedJson {
  readonly json: string;
  /** How many places were redacted; where it is 0 the JSON is the one that was given. */
  readonly count: number;
}

/** Takes the secrets out of a JSON text, in its strings and keys; every other byte of it stays as it was. */
export type RedactJson = (json: string) => RedactedJson;

export interface RedactJsonOptions {
  readonly redactText: RedactText;
  /** There are patterns beside the rules, so that no text can be passed over. */
  readonly hasUserPatterns: boolean;
}

/** What could hide an anchor from whoever looks at the JSON as it is written: escapes, and lines that are continued. */
const DISGUISES = ['\\u002', '\\u003', '\\u004', '\\u005', '\\u006', '\\u007', ':\\/', '\\\\\\n', '\\\\\\r'];

type Hint = Pick<Rule, 'lead' | 'opens' | 'after' | 'behind'> | typeof NAME_END;
const NAME_END = 'name end';

export function createRedactJson({ redactText, hasUserPatterns }: RedactJsonOptions): RedactJson {
  const hints = createAnchorFinder<Hint>([
    ...RULES.flatMap((rule) => rule.anchors.map((anchor) => [asInJson(anchor), rule] as const)),
    ...DISGUISES.map((disguise) => [disguise, { after: 'word' }] as const),
    ...NAME_ENDS.map((end) => [end, NAME_END] as const),
  ]);

  return (json) => {
    if (!hasUserPatterns && !mayHoldSecret(json)) return { json, count: 0 };
    let redacted = '';
    let kept = 0;
    let count = 0;
    for (const { start, end, text, key } of stringsIn(json)) {
      const found = redactText(text, key);
      if (found.count === 0) continue;
      redacted += json.slice(kept, start) + JSON.stringify(found.text);
      kept = end;
      count += found.count;
    }
    return { json: count === 0 ? json : redacted + json.slice(kept), count };
  };

  function mayHoldSecret(json: string): boolean {
    let may = false;
    hints.find(json, (at, hint) => {
      may = hint === NAME_END ? isNameEnding(json, at + 2) : mayBegin(json, at, hint);
      return !may;
    });
    return may || base64Runs(json).next().done !== true;
  }
}

function mayBegin(json: string, at: number, rule: Exclude<Hint, string>): boolean {
  const { lead = 0, opens = '' } = rule;
  return json.startsWith(opens, at - lead) && mayStandAt(json, at - lead, rule);
}

/** As far as it is written alike in a string of JSON and in a string inside that: up to the first escape behind its begin. */
function asInJson(anchor: string): string {
  const escaped = JSON.stringify(anchor).slice(1, -1);
  const end = escaped.indexOf('\\', 2);
  return end === -1 ? escaped : escaped.slice(0, end + 1);
}

interface StringPlace {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The name of the field whose value it is, if it is one's. */
  readonly key: string | undefined;
}

/** Every string and key, where it stands; text between them is skipped unread. */
function* stringsIn(json: string): Generator<StringPlace> {
  let key: string | undefined;
  let end = 0;
  for (let start = json.indexOf('"'); start !== -1; start = json.indexOf('"', end)) {
    end = endOfString(json, start);
    const text = textOf(json.slice(start, end));
    const isKey = isColonNext(json, end);
    yield { start, end, text, key: isKey ? undefined : key };
    key = isKey ? text : undefined;
  }
}

/** Behind the closing quote. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (json.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return json.length;
}

function textOf(literal: string): string {
  if (!literal.includes('\\')) return asWritten(literal);
  try {
    return JSON.parse(literal) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return asWritten(literal); // who sent it was cut off, or wrote what is no JSON
    throw error;
  }
}

function asWritten(literal: string): string {
  return literal.slice(1, literal.endsWith('"') ? -1 : undefined);
}

function isColonNext(json: string, from: number): boolean {
  let at = from;
  while (json.charCodeAt(at) <= 0x20) at += 1;
  return json.charCodeAt(at) === 0x3a;
}
