import type { Form, Row } from './latency.ts';

export type State = 'up' | 'large' | 'extra-ca' | 'absent' | 'full-spool' | 'silent' | 'cold-start';

/** What was measured in one state, in one form. */
export interface Result {
  readonly state: State;
  readonly form: Form;
  readonly rows: readonly Row[];
}

export interface Verdict {
  readonly claim: string;
  readonly measured: number;
  readonly most: number;
  readonly holds: boolean;
}

/** The floor asks nobody for a proof; ours is a second round trip on the same socket. */
const UP_MOST_FLOORS = 1.5;
const UP_MOST_MS_OVER_TRUE = 3;
const LARGE_MOST_FLOORS = 2;
const ABSENT_MOST_MS = 15;
/** The hook's deadline, and what a process may take around it. */
const SILENT_MOST_MS = 250 + 30;

/** What the native hook may cost at most, line by line; and that no build ever says a word or fails. */
export function judge({ state, form, rows }: Result): Verdict[] {
  const native = find(rows, 'native');
  const verdicts = limitsOf(state, rows, native).map(({ claim, measured, most }) => ({
    claim: `${state}, ${form}: ${claim}`,
    measured,
    most,
    holds: measured <= most,
  }));
  const builds = rows.filter(({ name }) => name === 'native' || name === 'node');
  const loud = builds.reduce((sum, row) => sum + row.failed + row.noisy, 0);
  return [
    ...verdicts,
    { claim: `${state}, ${form}: hooks that failed or wrote`, measured: loud, most: 0, holds: loud === 0 },
  ];
}

function limitsOf(state: State, rows: readonly Row[], native: Row): Omit<Verdict, 'holds'>[] {
  const floors = (most: number) => ({
    claim: 'median, × the floor',
    measured: native.median / find(rows, 'floor').median,
    most,
  });
  const overTrue = () => native.median - find(rows, 'true').median;
  switch (state) {
    case 'up':
    case 'extra-ca':
      return [
        floors(UP_MOST_FLOORS),
        { claim: 'median, ms more than /bin/true', measured: overTrue(), most: UP_MOST_MS_OVER_TRUE },
      ];
    case 'large':
      return [floors(LARGE_MOST_FLOORS)];
    case 'silent':
      return [{ claim: '95 of 100, ms', measured: native.p95, most: SILENT_MOST_MS }];
    default:
      return [{ claim: '95 of 100, ms', measured: native.p95, most: ABSENT_MOST_MS }];
  }
}

function find(rows: readonly Row[], name: string): Row {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`Nothing was measured for ${name}.`);
  return row;
}
