import * as path from 'node:path';
import { openConnection } from '../../client/connection.ts';
import { findDaemon } from '../../client/find-daemon.ts';
import { type Imported, importLines } from '../../client/import-lines.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { printCount } from '../../shared/print-count.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { toBatches } from '../batches.ts';
import { EXIT } from '../exit-codes.ts';
import { openSource, openStream, type Source } from '../import-source.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { createProgress } from '../progress.ts';
import type { World } from '../world.ts';

interface ImportOptions {
  readonly words: readonly string[];
  readonly json: boolean;
}

/** So many lines that were not taken are named; all of them are counted. */
const NAMED = 10;

/** Takes in what `export` wrote; what is there already is left as it is. */
export async function importEvents({ words, json }: ImportOptions, world: World): Promise<number> {
  const [file] = words;
  if (file === undefined) throw misuse('"mpm-hook import" needs to know what.', 'mpm-hook import events.jsonl');
  const source = file === '-' ? openStream(world.stdin) : openSource(path.resolve(world.folder, file));
  await ensureDaemon(launchOptions(world));
  const imported = await importAll(source, world);
  if (json) world.out.line(toSafeJson(imported));
  else say(imported, world);
  return imported.rejectedTotal === 0 ? EXIT.done : EXIT.failed;
}

async function importAll(source: Source, world: World): Promise<Imported> {
  const connection = await openConnection(findDaemon(world.daemon()));
  const progress = createProgress('imported', world);
  let sum: Imported = { accepted: 0, duplicates: 0, rejected: [], rejectedTotal: 0 };
  let linesBefore = 0;
  try {
    for await (const { bytes, lines } of toBatches(source.lines)) {
      sum = add(sum, await importLines(connection, bytes), linesBefore);
      linesBefore += lines;
      progress.show({ done: linesBefore, part: source.part() });
    }
    return sum;
  } finally {
    progress.end();
    connection.close();
  }
}

function add(sum: Imported, more: Imported, linesBefore: number): Imported {
  const rejected = more.rejected.map(({ line, code }) => ({ line: line + linesBefore, code }));
  return {
    accepted: sum.accepted + more.accepted,
    duplicates: sum.duplicates + more.duplicates,
    rejected: [...sum.rejected, ...rejected].slice(0, NAMED),
    rejectedTotal: sum.rejectedTotal + more.rejectedTotal,
  };
}

function say({ accepted, duplicates, rejected, rejectedTotal }: Imported, { out, err }: World): void {
  for (const { line, code } of rejected) err.line(`mpm-hook: Line ${line}: ${code}`);
  if (rejectedTotal > rejected.length)
    err.line(`mpm-hook: … and ${printCount(rejectedTotal - rejected.length, 'more line')}`);
  const there = duplicates === 0 ? '' : `, ${duplicates.toLocaleString('en')} were there already`;
  const refused = rejectedTotal === 0 ? '' : `, ${rejectedTotal.toLocaleString('en')} could not be taken`;
  out.line(`Imported ${printCount(accepted, 'event')}${there}${refused}.`);
}
