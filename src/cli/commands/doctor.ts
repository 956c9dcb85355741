import { toSafeJson } from '../../shared/safe-text.ts';
import { CHECKS } from '../doctor/checks.ts';
import type { Finding } from '../doctor/finding.ts';
import { examine } from '../doctor/patient.ts';
import { EXIT } from '../exit-codes.ts';
import { printFindings } from '../render/findings.ts';
import type { World } from '../world.ts';

/** Goes through all checks, whatever each of them finds; fails when there is a problem. */
export async function doctor(given: { readonly json: boolean }, world: World): Promise<number> {
  const { out } = world;
  const patient = await examine(world);
  const findings: (Finding & { readonly check: string })[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    for (const finding of await check(patient)) findings.push({ check: name, ...finding });
  }
  const isWell = findings.every(({ state }) => state !== 'problem');
  if (given.json) out.line(toSafeJson({ ok: isWell, findings }));
  else for (const line of printFindings(findings, out)) out.line(line);
  return isWell ? EXIT.done : EXIT.failed;
}
