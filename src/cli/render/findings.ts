import { printCount } from '../../shared/print-count.ts';
import { toSafeText } from '../../shared/safe-text.ts';
import type { Finding } from '../doctor/finding.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { widthOf } from './width.ts';

/** Sentences up to this width have what is beside them in one column. */
const MAX_COLUMN = 46;

interface Look {
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  readonly columns: number | undefined;
}

/** The doctor's report: a line each, and how many want attention. */
export function printFindings(findings: readonly Finding[], { paint, glyphs, columns }: Look): string[] {
  const marks = {
    ok: glyphs.ok,
    warning: paint.strong(glyphs.warning),
    problem: paint.failure(glyphs.problem),
  };
  const short = findings.map(({ says }) => widthOf(says)).filter((width) => width <= MAX_COLUMN);
  const column = Math.max(0, ...short);
  const lines = findings.flatMap(({ state, says, detail, hint }) => {
    const left = toSafeText(says);
    const right = toSafeText(hint ?? detail ?? '');
    const shown = state === 'ok' ? paint.dim(right) : right;
    const indent = ' '.repeat(widthOf(glyphs.ok) + 1);
    if (right === '') return [`${marks[state]} ${left}`];
    const line = `${' '.repeat(Math.max(0, column - widthOf(left)))}  ${shown}`;
    const isTooWide =
      widthOf(left) > column || indent.length + column + 2 + widthOf(right) > (columns ?? Number.POSITIVE_INFINITY);
    return isTooWide ? [`${marks[state]} ${left}`, `${indent}  ${shown}`] : [`${marks[state]} ${left}${line}`];
  });
  return [...lines, '', sumUp(findings)];
}

function sumUp(findings: readonly Finding[]): string {
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (problems + warnings === 0) return 'All is well.';
  const counts = [
    problems > 0 ? printCount(problems, 'problem') : '',
    warnings > 0 ? printCount(warnings, 'warning') : '',
  ];
  return `${counts.filter(Boolean).join(', ')}.`;
}
