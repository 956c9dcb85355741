import type { IncomingHttpHeaders } from 'node:http';
import { MpmError } from '../../shared/errors.ts';
import { toTarget } from '../../shared/knock.ts';
import type { SessionPatch, SessionView } from '../../shared/session-view.ts';
import { isObject } from '../../shared/wire.ts';
import { answerFault, answerJson } from './answer.ts';
import { createHeldBytes, withWholeBody } from './body.ts';
import type { Handler } from './http-server.ts';
import { parseQuery } from './query.ts';
import type { ReadParts } from './read-events.ts';
import { NO_SESSION, toSessionId } from './read-sessions.ts';

interface PatchParts extends ReadParts {
  /** A session was named, pinned, hidden, or the contrary. */
  readonly onLabel: (session: SessionView) => void;
}

/** More than anybody says of a session. */
const MAX_BODY_BYTES = 16 * 1024;
const MAX_NAME_CHARS = 200;

/** `PATCH /v1/sessions/:id`: answers with the session as it is then. */
export function createPatchSession({ store, nowMs, onLabel }: PatchParts): Handler {
  const held = createHeldBytes();

  return async (request, response) => {
    const { path, query } = toTarget(request.url);
    parseQuery(query, [], nowMs());
    const id = toSessionId(path);
    if (!isJson(request.headers))
      throw new MpmError('UNSUPPORTED_TYPE', 'A session is told about in application/json.');
    const patch = await withWholeBody(request, { held, maxBytes: MAX_BODY_BYTES }, parsePatch);
    const isKnown = store.sessions.label(id, patch);
    const detail = isKnown ? store.sessions.detail(id) : undefined;
    if (detail === undefined) return answerFault(response, NO_SESSION);
    onLabel(detail);
    answerJson(response, JSON.stringify(detail));
  };
}

/** Anything else a page could send without being asked for it first. */
function isJson({ 'content-type': type = '', 'content-encoding': encoding }: IncomingHttpHeaders): boolean {
  return type.split(';', 1)[0]?.trim().toLowerCase() === 'application/json' && encoding === undefined;
}

async function parsePatch(bytes: Buffer): Promise<SessionPatch> {
  const fields = parseObject(bytes.toString('utf8'));
  const unknown = Object.keys(fields).find((key) => !['name', 'pinned', 'hidden'].includes(key));
  if (unknown !== undefined)
    throw bad(`A session has no "${unknown}" that could be set; it has name, pinned and hidden.`);
  const { name, pinned, hidden } = fields;
  return {
    ...(name === undefined ? {} : { name: parseName(name) }),
    ...(pinned === undefined ? {} : { pinned: parseSwitch('pinned', pinned) }),
    ...(hidden === undefined ? {} : { hidden: parseSwitch('hidden', hidden) }),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MpmError('BAD_JSON', 'The body is not JSON.');
  }
  if (isObject(value)) return value;
  throw bad('The body must be a JSON object.');
}

/** None of it is no name. */
function parseName(name: unknown): string | null {
  if (name === null) return null;
  if (typeof name !== 'string' || name.length > MAX_NAME_CHARS) {
    throw bad(`\`name\` must be a text of at most ${MAX_NAME_CHARS} characters, or null.`);
  }
  return name.trim() === '' ? null : name.trim();
}

function parseSwitch(what: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw bad(`\`${what}\` must be true or false.`);
}

function bad(message: string): MpmError {
  return new MpmError('BAD_PATCH', message);
}
