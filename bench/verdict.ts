/** One limit, and whether it held. */
export interface Verdict {
  readonly claim: string;
  readonly measured: number;
  readonly limit: number;
  readonly holds: boolean;
}

export function atMost(limit: number, claim: string, measured: number): Verdict {
  return { claim, measured, limit, holds: measured <= limit };
}

export function atLeast(limit: number, claim: string, measured: number): Verdict {
  return { claim, measured, limit, holds: measured >= limit };
}

export function printVerdict({ claim, measured, limit, holds }: Verdict): string {
  return `${holds ? 'pass' : 'MISS'}  ${claim}: ${Number(measured.toFixed(2))} (limit ${limit})`;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
