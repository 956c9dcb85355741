import type { IncomingHttpHeaders } from 'node:http';
import { MpmError } from '../../shared/errors.ts';
import { isEventId } from '../../shared/is-event-id.ts';
import { isPublishable } from '../../shared/wire.ts';
import { parseOrigin } from '../events/origin.ts';
import type { Origin } from '../store/event-store.ts';
import { MAX_BODY_BYTES, tooLarge } from './body.ts';

/** What the headers of `POST /v1/events` say of the event, or of the lines, in the body. */
export interface IngestHead {
  readonly format: 'event' | 'lines';
  readonly isGzip: boolean;
  readonly id?: string;
  readonly sentAtMs?: number;
  readonly elapsedUs?: number;
  readonly type?: string;
  readonly origin: Origin;
}

/** Content types that a page cannot send to another origin without asking first: `text/plain` and forms never get in. */
const FORMATS: ReadonlyMap<string, IngestHead['format']> = new Map([
  ['application/json', 'event'],
  ['application/x-ndjson', 'lines'],
]);

/** Throws an MpmError that is final: sending the same again would not help. */
export function parseIngestHead(headers: IncomingHttpHeaders): IngestHead {
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';', 1);
  const format = FORMATS.get(mediaType.trim().toLowerCase());
  if (format === undefined) {
    throw new MpmError('UNSUPPORTED_TYPE', 'Events come as application/json, or as application/x-ndjson, one a line.');
  }
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new MpmError('UNSUPPORTED_ENCODING', 'The only content-encoding that is taken is gzip.');
  }
  if (format === 'event' && Number(headers['content-length']) > MAX_BODY_BYTES) throw tooLarge(MAX_BODY_BYTES);
  const id = single(headers['x-mpm-event-id']);
  if (id !== undefined && !isEventId(id)) {
    throw new MpmError('BAD_ID', 'x-mpm-event-id must be 8 to 64 letters, digits, dots, dashes or underscores.');
  }
  const type = single(headers['x-mpm-type']);
  if (type !== undefined && type !== 'system.probe' && !isPublishable(type)) {
    throw new MpmError('UNKNOWN_TYPE', 'Only types that begin with hook. or custom. can be published.');
  }
  return {
    format,
    isGzip: encoding === 'gzip',
    id,
    sentAtMs: toCount(headers['x-mpm-sent-at']),
    elapsedUs: toCount(headers['x-mpm-elapsed-us']),
    type,
    origin: parseOrigin(single(headers['x-mpm-hook']), format === 'lines' ? 'lines' : 'http'),
  };
}

function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}

/** Undefined for what is no whole number: such a header is as good as none. */
function toCount(header: string | readonly string[] | undefined): number | undefined {
  const text = single(header);
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}
