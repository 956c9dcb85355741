import * as fs from 'node:fs';

/** Past this the file is set aside and a new one begun. */
const MAX_BYTES = 5 * 1024 * 1024;
/** So many files in all, the current one included; the oldest goes. */
const MAX_FILES = 5;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
  readonly level: LogLevel;
  /** What kind of thing happened, for filters: `started`, `refused`, … */
  readonly event: string;
  /** The sentence for people. */
  readonly message: string;
  readonly [detail: string]: unknown;
}

export interface LogFile {
  write(line: LogLine): void;
  close(): void;
}

interface LogFileOptions {
  readonly nowMs?: () => number;
  readonly maxBytes?: number;
}

/**
 * The daemon's log: JSON lines, for its owner only, never of more than 5 × 5 MB. Each line is written at once, so that
 * the last words of a daemon that dies are there. A disk that is full or read-only silences it, nothing more.
 */
export function createLogFile(file: string, { nowMs = Date.now, maxBytes = MAX_BYTES }: LogFileOptions = {}): LogFile {
  let descriptor: number | undefined;
  let bytes = 0;

  const open = (): number => {
    const opened = fs.openSync(file, 'a', 0o600);
    bytes = fs.fstatSync(opened).size;
    return opened;
  };

  const close = (): void => {
    if (descriptor !== undefined) fs.closeSync(descriptor);
    descriptor = undefined;
  };

  const append = (text: string): void => {
    descriptor ??= open();
    if (bytes > 0 && bytes + text.length > maxBytes) {
      close();
      rotate(file);
      descriptor = open();
    }
    bytes += fs.writeSync(descriptor, text);
  };

  return {
    write(line) {
      try {
        append(`${JSON.stringify({ at: new Date(nowMs()).toISOString(), ...line })}\n`);
      } catch {
        close(); // there is nowhere left to say it; the next line tries again
      }
    },
    close,
  };
}

/** `daemon.log` → `daemon.log.1` → … → `daemon.log.4`. */
function rotate(file: string): void {
  for (let older = MAX_FILES - 1; older > 0; older -= 1) {
    const from = older === 1 ? file : `${file}.${older - 1}`;
    if (fs.existsSync(from)) fs.renameSync(from, `${file}.${older}`);
  }
}
