import * as path from 'node:path';
import type { FileCount, ForgetReport, SetAsideReport } from '../../shared/forget-report.ts';
import { printCount } from '../../shared/print-count.ts';
import { toSafeText } from '../../shared/safe-text.ts';
import { printBytes } from './bytes.ts';

export function isNothing({ sessions, events, spool, rejected, setAside, logLines }: ForgetReport): boolean {
  return sessions + events + spool.files + rejected.files + setAside.length + logLines === 0;
}

/** Place by place, with how much it is; places that hold nothing of it are left out. */
export function printForget(report: ForgetReport, { isDone }: { readonly isDone: boolean }): string[] {
  if (isNothing(report)) return ['There is nothing to forget.'];
  const { sessions, running, events, bytes, spool, rejected, setAside, logLines } = report;
  const rows: [string, string][] = [
    ['Sessions', sessions === 0 ? '' : printCount(sessions, 'session')],
    ['Events', events === 0 ? '' : `${printCount(events, 'event')}, ${printBytes(bytes)}`],
    ['Spool', printFiles(spool)],
    ['Refused', printFiles(rejected)],
    ...setAside.map((one): [string, string] => ['Damaged', printSetAside(one)]),
    ['Log', logLines === 0 ? '' : printCount(logLines, 'line')],
  ];
  const lines = rows.filter(([, says]) => says !== '').map(([name, says]) => `  ${name.padEnd(8)}  ${says}`);
  const goesOn =
    running === 0 ? [] : [`${printCount(running, 'session')} may go on; what happens from now on is kept.`];
  return [isDone ? 'Removed for good:' : 'To be removed for good:', ...lines, ...goesOn];
}

function printFiles({ files, bytes }: FileCount): string {
  return files === 0 ? '' : `${printCount(files, 'file')}, ${printBytes(bytes)}`;
}

/** What else was in it goes with it, so it is said. */
function printSetAside({ file, bytes, events }: SetAsideReport): string {
  const why = events === null ? 'it cannot be read' : `with ${printCount(events, 'event')} of it`;
  return `${toSafeText(path.basename(file))}, ${printBytes(bytes)}, whole: ${why}`;
}
