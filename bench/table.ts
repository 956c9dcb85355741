import type { Result, State, Verdict } from './hook-limits.ts';
import type { Form, Row } from './latency.ts';

const TITLES: Readonly<Record<State, string>> = {
  up: 'Daemon up, 1 KB event',
  large: 'Daemon up, 200 KB event',
  'extra-ca': 'Daemon up, 1 KB event, NODE_EXTRA_CA_CERTS set',
  absent: 'No daemon',
  'full-spool': 'No daemon, 10,000 events in the spool',
  silent: 'Somebody listens and never answers',
  'cold-start': 'No daemon, and the hook starts one',
};

const FORMS: Readonly<Record<Form, string>> = { sh: 'through sh', exec: 'without a shell' };

/** One state's table: times in ms, the last column in medians of the first row. */
export function printResult({ state, form, rows }: Result): string {
  const heads = ['min', 'median', 'p95', 'max', 'cpu', `× ${rows[0]?.name}`].map((head) => head.padStart(9));
  const lines = rows.map((row) => printRow(row) + (row.median / (rows[0]?.median ?? 1)).toFixed(2).padStart(9));
  return [`${TITLES[state]}, ${FORMS[form]} (ms)`, `${' '.repeat(8)}${heads.join('')}`, ...lines, ''].join('\n');
}

export function printRow(row: Row): string {
  const figures = [row.min, row.median, row.p95, row.max, row.cpu].map((figure) => figure.toFixed(2).padStart(9));
  return row.name.padEnd(8) + figures.join('');
}

export function printVerdict({ claim, measured, most, holds }: Verdict): string {
  return `${holds ? 'pass' : 'FAIL'}  ${claim}: ${Number(measured.toFixed(2))} (at most ${most})`;
}
