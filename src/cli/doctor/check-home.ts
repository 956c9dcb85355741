import * as fs from 'node:fs';
import { printPath } from '../claude-places.ts';
import { type Finding, ok, problem } from './finding.ts';
import type { Patient } from './patient.ts';

/** Files of the home that hold what only its owner may see. */
const OTHERS = 0o077;

/** Is what we keep readable by its owner alone? */
export function checkHome({ world }: Patient): readonly Finding[] {
  const { paths } = world;
  const home = statOf(paths.home);
  if (home === undefined) return [ok('Nothing is kept yet', printPath(paths.home, world))];
  const findings = [paths.home, paths.token, paths.store, paths.log].flatMap((file) => {
    const stat = statOf(file);
    const says = stat === undefined ? undefined : faultOf(stat);
    const wanted = file === paths.home ? '700' : '600';
    return says === undefined
      ? []
      : [problem(`${printPath(file, world)} ${says}`, `chmod ${wanted} ${printPath(file, world)}`)];
  });
  return findings.length === 0 ? [ok('Only you can read what is kept', printPath(paths.home, world))] : findings;
}

function faultOf(stat: fs.Stats): string | undefined {
  if (process.getuid !== undefined && stat.uid !== process.getuid()) return 'belongs to somebody else';
  return (stat.mode & OTHERS) === 0 ? undefined : 'can be read by others';
}

function statOf(file: string): fs.Stats | undefined {
  return fs.statSync(file, { throwIfNoEntry: false });
}
