/** Signs beside words. A dumb terminal gets letters it surely has. */
export interface Glyphs {
  readonly ok: string;
  readonly warning: string;
  readonly problem: string;
  readonly rule: string;
  readonly more: string;
  readonly arrow: string;
  /** Before what happened earlier, and comes again. */
  readonly replayed: string;
}

const UNICODE: Glyphs = { ok: '✓', warning: '!', problem: '✗', rule: '──', more: '…', arrow: '→', replayed: '»' };
const ASCII: Glyphs = { ok: 'ok', warning: '! ', problem: 'x ', rule: '--', more: '...', arrow: '->', replayed: '>' };

export function glyphsFor(env: Readonly<Record<string, string | undefined>>): Glyphs {
  return env.TERM === 'dumb' ? ASCII : UNICODE;
}
