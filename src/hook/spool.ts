import * as fs from 'node:fs';
import * as path from 'node:path';
import { isPriority, peekEventName, toEventType } from '../shared/event-type.ts';
import type { HomePaths } from '../shared/paths.ts';
import { printSpoolName, type SpoolHeader } from '../shared/spool.ts';
import { emptyPrivately } from './append.ts';
import { noteSpooled } from './trim-spool.ts';

/** As much of an event as is searched for its name; Claude Code writes it before anything long. */
const PEEK_BYTES = 4096;

/** Keeps an event that could not be delivered, for the daemon to fetch: whole under its final name, or not at all. */
export function spoolEvent(paths: HomePaths, header: SpoolHeader, bytes: Uint8Array): void {
  const name = printSpoolName({ sentAtMs: header.sentAtMs, class: spoolClassOf(header, bytes), id: header.id });
  const temporary = path.join(paths.spool, `${name}.tmp`);
  const file = openNew(paths, temporary);
  try {
    writeWhole(file, Buffer.from(`${JSON.stringify(header)}\n`));
    writeWhole(file, bytes);
  } catch (error) {
    emptyPrivately(temporary); // takes no room on a full disk; the daemon counts it as lost
    throw error;
  }
  fs.closeSync(file);
  fs.renameSync(temporary, path.join(paths.spool, name));
  noteSpooled(paths, bytes.length);
}

function openNew(paths: HomePaths, file: string): number {
  try {
    return fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, 0o600);
  } catch {
    fs.mkdirSync(paths.spool, { recursive: true, mode: 0o700 }); // the first event of this home
    return fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL, 0o600);
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += fs.writeSync(file, bytes, written, bytes.length - written);
}

function spoolClassOf(header: SpoolHeader, bytes: Uint8Array): 'p' | 'n' {
  if (header.type !== undefined) return isPriority(header.type) ? 'p' : 'n';
  const name = peekEventName(Buffer.from(bytes.subarray(0, PEEK_BYTES)).toString('latin1'));
  return name !== undefined && isPriority(toEventType(name)) ? 'p' : 'n';
}
