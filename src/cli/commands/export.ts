import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { streamEvents } from '../../client/stream-events.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { MpmError } from '../../shared/errors.ts';
import { printCount } from '../../shared/print-count.ts';
import { checkMoment } from '../check-moment.ts';
import { checkOutcomes } from '../check-outcomes.ts';
import { EXIT } from '../exit-codes.ts';
import { writeWhole } from '../export-file.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { createProgress } from '../progress.ts';
import { withoutSeq } from '../without-seq.ts';
import type { World } from '../world.ts';

interface ExportOptions {
  readonly session: string | undefined;
  readonly project: string | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly type: readonly string[];
  readonly tool: readonly string[];
  readonly outcome: readonly string[];
  readonly agent: readonly string[];
  readonly gzip: boolean;
  readonly output: string | undefined;
}

/** Writes envelopes without their seq, one a line, oldest first: what `import` takes in again. */
export async function exportEvents(given: ExportOptions, world: World): Promise<number> {
  const file = given.output === undefined ? undefined : path.resolve(world.folder, given.output);
  const isPacked = given.gzip || file?.endsWith('.gz') === true;
  if (isPacked && file === undefined && world.out.columns !== undefined) {
    throw misuse('Packed events are not for a terminal.', 'mpm-hook export --output events.jsonl.gz');
  }
  for (const moment of [given.since, given.until]) checkMoment(moment, world);
  checkOutcomes(given.outcome);
  await ensureDaemon(launchOptions(world));
  const exported = await beginExport(given, world);
  const chunks = isPacked ? pack(exported.chunks()) : exported.chunks();
  if (file === undefined) await writeOut(chunks, world);
  else await writeWhole(file, chunks);
  if (!world.out.closed.aborted) world.err.line(`Exported ${printCount(exported.events(), 'event')}.`);
  return EXIT.done;
}

interface Export {
  chunks(): AsyncGenerator<Buffer, void, undefined>;
  events(): number;
}

async function beginExport(
  { type, tool, outcome, agent, since, until, ...given }: ExportOptions,
  world: World,
): Promise<Export> {
  const session = given.session === undefined ? undefined : await findSession(given.session, world);
  const project = given.project === undefined ? undefined : path.resolve(world.folder, given.project);
  const narrowed = { types: type, tools: tool, outcomes: checkOutcomes(outcome), agents: agent, since, until };
  const wish = { session, project, ...narrowed, ...world.daemon() };
  const progress = createProgress('exported', world);
  let events = 0;

  return {
    events: () => events,
    async *chunks() {
      try {
        for await (const { bytes, lines } of withoutSeq(streamEvents(wish))) {
          events += lines;
          if (world.out.columns === undefined) progress.show({ done: events }); // not among the events themselves
          yield bytes;
        }
      } finally {
        progress.end();
      }
      if (events > 0 || session === undefined) return;
      throw new MpmError('NO_SESSION', 'No event of this session is known.', { hint: 'mpm-hook sessions' });
    },
  };
}

async function* pack(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const gzip = createGzip();
  pipeline(chunks, gzip).catch(() => {}); // what goes wrong comes out of gzip too
  yield* gzip as AsyncIterable<Buffer>;
}

/** Goes no faster than whoever reads, and ends when he has gone. */
async function writeOut(chunks: AsyncIterable<Buffer>, { out }: World): Promise<void> {
  for await (const chunk of chunks) {
    await out.bytes(chunk);
    if (out.closed.aborted) return;
  }
}
