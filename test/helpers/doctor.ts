import type { Finding } from '../../src/cli/doctor/finding.ts';
import type { ClaudeWorld } from './claude-world.ts';
import { callCli } from './cli.ts';

export interface DoctorReport {
  readonly code: number | string;
  readonly findings: readonly (Finding & { readonly check: string })[];
}

interface Visit {
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

/** What `mpm-hook doctor --json` finds. */
export async function examine({ home }: ClaudeWorld, visit: Visit = {}): Promise<DoctorReport> {
  const { stdout, code } = await callCli(home, ['doctor', '--json'], visit);
  return { code, findings: (JSON.parse(stdout) as DoctorReport).findings };
}

/** The sentences of one kind. */
export function saying({ findings }: DoctorReport, state: Finding['state']): readonly string[] {
  return findings.filter((finding) => finding.state === state).map(({ says }) => says);
}
