import { answerJson } from './answer.ts';
import { createHeldBytes, openBody, withWholeBody } from './body.ts';
import type { Handler } from './http-server.ts';
import { type IngestHead, parseIngestHead } from './ingest-head.ts';
import { type LinesParts, takeLines } from './lines.ts';
import { take } from './take.ts';

export type IngestParts = Omit<LinesParts, 'held'>;

/** `POST /v1/events`: answers when what was sent is in the store, and with nothing that a hook could take for a decision. */
export function createIngest(parts: IngestParts): Handler {
  const held = createHeldBytes();

  const takeEvent = async (bytes: Buffer, { id, sentAtMs, elapsedUs, type, origin }: IngestHead): Promise<void> => {
    await take(parts.intake, { bytes, id, sentAtMs, elapsedUs, type, origin });
  };

  return async (request, response) => {
    const head = parseIngestHead(request.headers);
    const body = openBody(request, head);
    if (head.format === 'lines') {
      answerJson(response, JSON.stringify(await takeLines(body, head, { ...parts, held })));
      return;
    }
    await withWholeBody(body, { held }, (bytes) => takeEvent(bytes, head));
    response.writeHead(204).end();
  };
}
