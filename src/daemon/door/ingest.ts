import type { IncomingMessage, ServerResponse } from 'node:http';
import { MpmError } from '../../shared/errors.ts';
import { createEventId } from '../../shared/event-id.ts';
import type { Intake } from '../events/intake.ts';
import { answerJson } from './answer.ts';
import { type HeldBytes, openBody, withWholeBody } from './body.ts';
import { type IngestHead, parseIngestHead } from './ingest-head.ts';
import { takeLines } from './lines.ts';

interface IngestParts {
  readonly intake: Intake;
  readonly held: HeldBytes;
  readonly nowMs: () => number;
}

/** `POST /v1/events`: answers when what was sent is in the store, and with nothing a hook could take for a decision. */
export function createIngest(
  parts: IngestParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { intake, held, nowMs } = parts;

  const takeEvent = async (bytes: Buffer, head: IngestHead): Promise<void> => {
    const { id = createEventId(nowMs()), sentAtMs, elapsedUs, type, origin } = head;
    const outcome = await intake.accept({ bytes, id, sentAtMs, elapsedUs, type, origin });
    if (outcome.status === 'rejected') throw new MpmError(outcome.code, outcome.message);
  };

  return async (request, response) => {
    const head = parseIngestHead(request.headers);
    const body = openBody(request, head);
    if (head.format === 'lines') {
      answerJson(response, JSON.stringify(await takeLines(body, head, parts)));
      return;
    }
    await withWholeBody(body, { held }, (bytes) => takeEvent(bytes, head));
    response.writeHead(204).end();
  };
}
