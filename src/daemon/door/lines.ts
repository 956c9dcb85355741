import type { Readable } from 'node:stream';
import { MpmError } from '../../shared/errors.ts';
import { parsePublish } from '../../shared/wire.ts';
import type { Intake } from '../events/intake.ts';
import type { RawEvent } from '../events/raw-event.ts';
import { isBulky } from '../events/skim.ts';
import { IMPORT } from '../store/imported.ts';
import { createShare, type HeldBytes, MAX_BODY_BYTES, toBodyError, tooLarge } from './body.ts';
import { toFault } from './fault.ts';
import { toImportedEvent } from './imported-line.ts';
import type { IngestHead } from './ingest-head.ts';
import { createLineSplitter } from './line-splitter.ts';
import { printData } from './print-data.ts';
import { readLine } from './read-line.ts';
import { take } from './take.ts';

/** Lines handed to the intake before the first of them has to be in the store. */
const MAX_PENDING = 256;
/** The most refused lines that an answer lists; `rejectedTotal` counts them all. */
const MAX_LISTED = 1000;

export interface LinesAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly line: number; readonly code: string }[];
  readonly rejectedTotal: number;
}

export interface LinesParts {
  readonly intake: Intake;
  /** A line was not taken, and why; what is wrong with a whole request is thrown. */
  readonly onRejected: (code: string) => void;
  readonly held: HeldBytes;
}

/** Takes NDJSON as it arrives, one event a line; a bad line is told and does not stop the others. */
export async function takeLines(body: Readable, head: IngestHead, parts: LinesParts): Promise<LinesAnswer> {
  const { intake, onRejected, held } = parts;
  const toEvent = head.origin.via === IMPORT ? toImportedEvent : toRawEvent;
  const pending: Promise<void>[] = [];
  const rejected: { line: number; code: string }[] = [];
  let accepted = 0;
  let duplicates = 0;
  let rejectedTotal = 0;
  let failure: { readonly error: unknown } | undefined;

  const takeLine = async (bytes: Buffer | undefined, line: number): Promise<void> => {
    try {
      const { status } = await take(intake, toEvent(bytes, head));
      if (status === 'accepted') accepted += 1;
      else duplicates += 1;
    } catch (error) {
      const fault = toFault(error);
      // thrown when all before it is settled, since nobody awaits this line while the next one is still arriving
      if (fault === undefined || fault.status === 503) failure ??= { error };
      else reject(line, fault.code);
    }
  };

  const reject = (line: number, code: string): void => {
    rejectedTotal += 1;
    if (rejected.length < MAX_LISTED) rejected.push({ line, code });
    onRejected(code);
  };

  const settle = async (): Promise<void> => {
    await Promise.all(pending.splice(0));
    if (failure !== undefined) throw failure.error;
  };

  let line = 0;
  const takeAll = async (lines: readonly (Buffer | undefined)[]): Promise<void> => {
    for (const bytes of lines) {
      line += 1;
      if (bytes?.length === 0) continue;
      pending.push(takeLine(bytes, line));
      if (pending.length >= MAX_PENDING) await settle();
    }
  };
  const splitter = createLineSplitter(MAX_BODY_BYTES);
  const share = createShare(held);
  try {
    // who does not read on leaves the request as it is, so that it can be answered
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      await takeAll(splitter.split(chunk));
      share.become(splitter.waitingBytes());
    }
  } catch (error) {
    throw toBodyError(error);
  } finally {
    share.become(0);
  }
  await takeAll(splitter.end());
  await settle();
  rejected.sort((one, other) => one.line - other.line); // some are refused at once, others by the intake
  return { accepted, duplicates, rejected, rejectedTotal };
}

/**
 * A line is an event as Claude Code writes it, or a message to publish (`type`, `data`, perhaps `id` and `timestamp`:
 * an exported envelope is one). What has a `hook_event_name` is an event, whatever else it has.
 */
function toRawEvent(bytes: Buffer | undefined, head: IngestHead): RawEvent {
  if (bytes === undefined) throw tooLarge(MAX_BODY_BYTES);
  const { sentAtMs, elapsedUs, type, origin } = head;
  if (isBulky(bytes)) return { bytes, sentAtMs, elapsedUs, type, origin };
  const line = readLine(bytes.toString());
  if (line === undefined) throw new MpmError('BAD_JSON', 'A line is one JSON object.');
  const { fields } = line;
  if (typeof fields.hook_event_name === 'string' || typeof fields.type !== 'string' || fields.data === undefined) {
    return { bytes, read: { text: line.text, data: fields }, sentAtMs, elapsedUs, type, origin };
  }
  const message = parsePublish(fields);
  if ('problem' in message) throw new MpmError(message.problem.code, message.problem.message);
  const { data, id, timestampMs = sentAtMs, eventType } = message;
  const text = line.dataText ?? printData(data);
  return { bytes, read: { text, data }, id, sentAtMs: timestampMs, elapsedUs, type: eventType, origin };
}
