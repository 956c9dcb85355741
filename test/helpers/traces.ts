import * as fs from 'node:fs';
import * as path from 'node:path';

/** The files below a folder that hold these bytes anywhere: an independent judge of what is left. */
export function filesWith(text: string, folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .filter((file) => fs.readFileSync(file).includes(text) || path.basename(file).includes(text));
}
