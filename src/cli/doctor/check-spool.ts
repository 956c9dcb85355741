import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { SPOOL_MAX_BYTES, SPOOL_MAX_FILES } from '../../shared/spool.ts';
import { printPath } from '../claude-places.ts';
import { isRunning } from '../is-running.ts';
import { countRejected, countSpool } from '../spool-count.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** A daemon at work takes in what is spooled at once; what lies there longer than this stays. */
const STUCK_MS = 10_000;
/** This near to its bounds the spool is about to lose events. */
const NEARLY_FULL = 0.9;

/** Is anything waiting that nobody takes in? */
export async function checkSpool({ world, settings }: Patient): Promise<readonly Finding[]> {
  const { paths, nowMs } = world;
  const { files, bytes, oldestMs } = countSpool(paths);
  const rejected = countRejected(paths);
  const refused =
    rejected === 0
      ? []
      : [warning(`${printCount(rejected, 'event')} refused for good`, `ls ${printPath(paths.rejected, world)}`)];
  if (oldestMs === undefined) return [ok('Spool is empty'), ...refused];

  const ageMs = Math.max(0, nowMs() - oldestMs);
  const says = `Spool holds ${printCount(files, 'event')}, the oldest ${printDuration(ageMs)} old`;
  if (files > SPOOL_MAX_FILES * NEARLY_FULL || bytes > SPOOL_MAX_BYTES * NEARLY_FULL) {
    return [problem(`${says}, and is nearly full`, 'mpm-hook daemon restart'), ...refused];
  }
  if (!(await isRunning({ home: paths.home, port: settings.port })))
    return [warning(says, 'mpm-hook daemon start'), ...refused];
  return [
    ageMs > STUCK_MS ? problem(says, 'mpm-hook daemon logs --level warn') : ok('Spool is being emptied'),
    ...refused,
  ];
}
