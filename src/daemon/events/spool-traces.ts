import * as fs from 'node:fs';
import * as path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseSpoolName } from '../../shared/spool.ts';
import { identify } from './identify.ts';
import { parseSpoolFile } from './spool-file.ts';
import { ignoreAbsent } from './spool-folder.ts';

/** What is known of an event that waits, or was refused. */
export interface SpooledEvent {
  readonly atMs: number;
  readonly sessionId: string | undefined;
  readonly folder: string | undefined;
}

export interface SpooledTrace {
  readonly file: string;
  readonly bytes: number;
}

export interface TraceQuestion {
  isMeant(event: SpooledEvent): boolean;
  /** For what cannot be read as an event: whether its text speaks of what is meant. */
  isNamedIn(text: string): boolean;
}

/** The files of a spool folder that hold what is meant, a file a turn of the event loop. */
export async function findSpooled(folder: string, question: TraceQuestion): Promise<SpooledTrace[]> {
  const traces: SpooledTrace[] = [];
  for (const name of ignoreAbsent(() => fs.readdirSync(folder)) ?? []) {
    const sentAtMs = parseSpoolName(name)?.sentAtMs;
    if (sentAtMs === undefined) continue;
    const file = path.join(folder, name);
    const bytes = ignoreAbsent(() => (fs.lstatSync(file).isFile() ? fs.readFileSync(file) : Buffer.alloc(0)));
    if (bytes !== undefined && isMeant(bytes, sentAtMs, question)) traces.push({ file, bytes: bytes.length });
    await nextTurn();
  }
  return traces;
}

function isMeant(bytes: Buffer, sentAtMs: number, question: TraceQuestion): boolean {
  const raw = parseSpoolFile(bytes);
  const event = raw && identify(raw, sentAtMs);
  if (raw === undefined || event === undefined) {
    const named = question.isNamedIn(bytes.toString('utf8'));
    return named || question.isMeant({ atMs: sentAtMs, sessionId: undefined, folder: undefined });
  }
  const { cwd } = event.data;
  const folder = raw.origin.project ?? (typeof cwd === 'string' ? cwd : undefined);
  const isText = event.type === 'hook.unparsed' || event.type === 'hook.oversize';
  if (isText && question.isNamedIn(bytes.toString('utf8'))) return true;
  return question.isMeant({ atMs: event.atMs, sessionId: event.sessionId, folder });
}
