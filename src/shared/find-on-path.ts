import * as fs from 'node:fs';
import * as path from 'node:path';

/** The program that a bare name means. Never looks into the current folder, whatever an empty entry would mean to a shell. */
export function findOnPath(name: string, searchPath: string): string | undefined {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

/** A file that this user may run; links are followed. */
export function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false; // not there, or not for us
  }
}
