import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createPublisher, type EventToPublish, type Publisher } from '../../client/publisher.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { MpmError } from '../../shared/errors.ts';
import { toEventType } from '../../shared/event-type.ts';
import { printCount } from '../../shared/print-count.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { isObject, isPublishable, parseFields, parsePublish } from '../../shared/wire.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import type { World } from '../world.ts';

interface SendOptions {
  readonly words: readonly string[];
  readonly type: string | undefined;
  readonly session: string | undefined;
  readonly json: boolean;
}

const DEFAULT_TYPE = 'custom.event';
/** Lines on their way to the daemon before the next one is read. */
const MAX_UNDER_WAY = 1000;

/** One event from the argument, or one a line from stdin, all over one socket; says how many are stored. */
export async function send(given: SendOptions, world: World): Promise<number> {
  if (given.type !== undefined && !isPublishable(given.type)) {
    throw misuse(`--type cannot be "${given.type}".`, 'It begins with "custom." or "hook.".');
  }
  const [word = '-'] = given.words;
  await ensureDaemon(launchOptions(world));
  // Not before: lines that nobody iterates over yet are lost.
  const lines = word === '-' ? createInterface({ input: Readable.from(world.stdin), crlfDelay: Infinity }) : [word];

  const publisher = createPublisher(world.daemon());
  try {
    const { sent, refused } = await publishAll(lines, publisher, given, world);
    if (!given.json) world.err.line(`Sent ${printCount(sent, 'event')}.`);
    return refused === 0 ? EXIT.done : EXIT.failed;
  } finally {
    await publisher.close();
  }
}

type Lines = AsyncIterable<string> | Iterable<string>;

async function publishAll(lines: Lines, publisher: Publisher, given: SendOptions, { out, err }: World) {
  const underWay = new Set<Promise<void>>();
  const count = { sent: 0, refused: 0 };
  let number = 0;
  let failure: { readonly error: unknown } | undefined;

  const publishLine = async (line: string, at: number): Promise<void> => {
    try {
      const id = await publisher.publish(toEvent(line, given));
      count.sent += 1;
      if (given.json) out.line(toSafeJson({ id }));
    } catch (error) {
      if (!isAboutLine(error)) {
        failure ??= { error }; // thrown below: nobody awaits this line while the next one is read
        return;
      }
      count.refused += 1;
      err.line(`mpm-hook: Line ${at}: ${error.message}`);
    }
  };

  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const published = publishLine(line, number).finally(() => underWay.delete(published));
    underWay.add(published);
    if (underWay.size >= MAX_UNDER_WAY) await Promise.race(underWay);
    if (failure !== undefined) break;
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure.error;
  return count;
}

/** What one line may have wrong with it; anything else ends the sending. */
function isAboutLine(error: unknown): error is MpmError {
  return error instanceof MpmError && (error.code === 'EVENT_REFUSED' || error.code === 'NOT_AN_EVENT');
}

/** An event as Claude Code writes it, a message with `type` and `data` (an exported envelope is one), or the bare data. */
function toEvent(line: string, { type, session }: SendOptions): EventToPublish {
  const fields = parseFields(line);
  if (fields === undefined) throw new MpmError('NOT_AN_EVENT', 'This is not a JSON object.');
  if (typeof fields.hook_event_name === 'string') return { type: toEventType(fields.hook_event_name), data: fields };
  if (typeof fields.type === 'string' && isObject(fields.data)) {
    const message = parsePublish(fields);
    if ('problem' in message) throw new MpmError('NOT_AN_EVENT', message.problem.message);
    const { eventType, data, id, timestampMs } = message;
    const timestamp = timestampMs === undefined ? {} : { timestamp: new Date(timestampMs).toISOString() };
    return { type: eventType, data, ...(id === undefined ? {} : { id }), ...timestamp };
  }
  return { type: type ?? DEFAULT_TYPE, data: session === undefined ? fields : { session_id: session, ...fields } };
}
