/** One known shape of a secret. */
export interface Rule {
  /** What stands in its place: `‹redacted:kind›`. */
  readonly kind: string;
  /** Where none of these (three characters or more) stands, there is no such secret. */
  readonly anchors: readonly string[];
  /**
   * Sticky: begins at the anchor, or `lead` characters before it. What its first group matches stays; without a group all
   * goes. Every repetition is bounded, or ends before the next anchor could: matching stays linear in the text.
   */
  readonly pattern: RegExp;
  readonly lead?: number;
  /** What it begins with, for a rule with a `lead` whose anchor is common. */
  readonly opens?: string;
  /** What the text directly before it has to match: a word at most. */
  readonly behind?: RegExp;
  /** Where the shape was learned. */
  readonly source: 'gitleaks' | 'vendor' | 'ours';
  /** What may stand directly before it: nothing that a word is made of, unless said otherwise. */
  readonly after?: 'word' | 'no token' | undefined;
  /** A shape that needs its surroundings (`password=…`): not looked for across the ends of lines. */
  readonly isLoose?: true;
  /** Has the last word on what the pattern found. */
  readonly accepts?: (secret: string) => boolean;
  /** Where a secret really ends whose length a pattern cannot tell; undefined when it is none. */
  readonly extend?: (text: string, end: number) => number | undefined;
  /** Looked for around it as well: a secret without a shape of its own, known by its neighbour. */
  readonly neighbour?: { readonly kind: string; readonly pattern: RegExp };
}

type More = Pick<Rule, 'lead' | 'opens' | 'after' | 'accepts' | 'extend' | 'neighbour'>;

/** A rule as gitleaks has it (github.com/gitleaks/gitleaks, MIT), with bounds and an anchor for our way of looking. */
export function known(kind: string, anchors: string | readonly string[], pattern: RegExp, more: More = {}): Rule {
  return { kind, anchors: typeof anchors === 'string' ? [anchors] : anchors, pattern, source: 'gitleaks', ...more };
}

/** A rule from what the vendor says of his tokens. */
export function vendors(kind: string, anchors: string | readonly string[], pattern: RegExp, more: More = {}): Rule {
  return { ...known(kind, anchors, pattern, more), source: 'vendor' };
}

/** A mix as only machines make it: capitals, small letters and digits. */
export function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
}

/** Every text that begins with one of the one and goes on with one of the other. */
export function eachOf(begins: readonly string[], goesOn: string): string[] {
  return begins.flatMap((begin) => [...goesOn].map((char) => begin + char));
}
