import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Part, ROOT } from './part.ts';

/** Changes when a part would come out differently: with the contents and names of its inputs, the Node and the machine. */
export async function fingerprint(part: Part): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${process.version} ${process.platform} ${process.arch}\n`);
  hash.update(`${(await part.surroundings?.()) ?? ''}\n`);
  for (const file of part.inputs.flatMap(listFiles)) {
    hash.update(`${file}\n`);
    hash.update(fs.readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex');
}

function listFiles(input: string): string[] {
  const absolute = path.join(ROOT, input);
  if (!fs.existsSync(absolute)) return [];
  if (!fs.statSync(absolute).isDirectory()) return [input];
  return fs
    .readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}
