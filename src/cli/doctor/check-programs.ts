import { printPath } from '../claude-places.ts';
import { type Finding, ok, problem } from './finding.ts';
import { identifyProgram } from './identify-program.ts';
import type { Patient } from './patient.ts';

const KINDS = {
  native: 'Hook is the native build',
  full: 'Hook is the full program, which starts slower than the native hook',
  script: 'Hook is a script, which starts slower than the native build',
} as const;

/** Is what the settings name still there, and is it the quick one? (F45) */
export function checkPrograms({ wiring, world }: Patient): readonly Finding[] {
  const programs = new Map<string, boolean>();
  for (const { program } of wiring.places.flatMap(({ entries }) => entries)) {
    if (program !== undefined) programs.set(program.path, program.isRunnable);
  }
  return [...programs].map(([file, isRunnable]) => {
    const name = printPath(file, world);
    if (!isRunnable) return problem(`${name} is registered, and cannot be run`, 'mpm-hook install');
    const kind = identifyProgram(file);
    return ok(KINDS[kind], name);
  });
}
