import * as fs from 'node:fs';
import * as path from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { DIST, type Part, ROOT } from './part.ts';

export type Outcome = 'built' | 'unchanged' | 'missing' | 'failed';

/** Brings one part up to date and says in a line what became of it. */
export async function buildPart(part: Part, say: (line: string) => void): Promise<Outcome> {
  if (!fs.existsSync(path.join(ROOT, part.entry))) {
    say(`${part.name}: skipped, there is no ${part.entry}`);
    return 'missing';
  }
  const print = await fingerprint(part);
  if (isUpToDate(part, print)) {
    say(`${part.name}: unchanged`);
    return 'unchanged';
  }
  try {
    const startedAt = performance.now();
    const remark = await build(part);
    fs.writeFileSync(stampOf(part), print);
    const tookS = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(`${part.name}: built in ${tookS} s${remark === undefined ? '' : `. ${remark}`}`);
    return 'built';
  } catch (error) {
    say(`${part.name}: failed\n${error instanceof Error ? error.message : String(error)}`);
    return 'failed';
  }
}

async function build(part: Part): Promise<string | undefined> {
  fs.rmSync(stampOf(part), { force: true });
  const folder = fs.mkdtempSync(path.join(DIST, '.new-'));
  try {
    const remark = await part.build(folder);
    for (const output of part.outputs) replace(path.join(folder, output), path.join(DIST, output));
    return remark;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** By renaming, since a running executable cannot be written over; a folder cannot be renamed over a full one, so that steps aside first. */
function replace(made: string, place: string): void {
  fs.mkdirSync(path.dirname(place), { recursive: true });
  if (fs.statSync(made).isDirectory()) {
    const aside = `${made}.old`;
    if (fs.existsSync(place)) fs.renameSync(place, aside);
  }
  fs.renameSync(made, place);
}

function isUpToDate(part: Part, print: string): boolean {
  const stamp = stampOf(part);
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== print) return false;
  return part.outputs.every((output) => fs.existsSync(path.join(DIST, output)));
}

function stampOf(part: Part): string {
  return path.join(DIST, `.built-${part.name.replaceAll(/\W+/g, '-')}`);
}
