import * as fs from 'node:fs';

/** Adds to a file that only its owner may read; small additions of several processes do not mix (POSIX `O_APPEND`). */
export function appendPrivately(file: string, text: string): void {
  const handle = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_APPEND, 0o600);
  fs.writeSync(handle, text);
  fs.closeSync(handle);
}

/** Leaves the file there, with nothing in it. */
export function emptyPrivately(file: string): void {
  fs.closeSync(fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_TRUNC, 0o600));
}
