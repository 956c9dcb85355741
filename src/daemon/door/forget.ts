import * as path from 'node:path';
import { parseMoment } from '../../shared/duration.ts';
import { MpmError } from '../../shared/errors.ts';
import type { ForgetReport } from '../../shared/forget-report.ts';
import { toTarget } from '../../shared/knock.ts';
import { parseFields } from '../../shared/wire.ts';
import type { Forget } from '../forget.ts';
import type { ForgetWish } from '../store/forget-wish.ts';
import { answerJson } from './answer.ts';
import { createHeldBytes, withWholeBody } from './body.ts';
import type { Handler } from './http-server.ts';
import { parseQuery, wrong } from './query.ts';
import { toSessionId } from './read-sessions.ts';

interface ForgetParts {
  readonly forget: Forget;
  readonly nowMs: () => number;
}

const MAX_BODY_BYTES = 16 * 1024;
const MAX_NAME_CHARS = 4096;

/** `POST /v1/forget`: answers when nothing is left of what was named; with `dryRun` it says what would go. */
export function createForgetHandler({ forget, nowMs }: ForgetParts): Handler {
  const held = createHeldBytes();

  return async (request, response) => {
    const [mediaType = ''] = (request.headers['content-type'] ?? '').split(';', 1);
    if (mediaType.trim() !== 'application/json')
      throw new MpmError('UNSUPPORTED_TYPE', 'It comes as application/json.');
    await withWholeBody(request, { held, maxBytes: MAX_BODY_BYTES }, async (bytes) => {
      const { wish, isDryRun, setAsideToo } = parseWish(bytes.toString('utf8'), nowMs());
      const report = isDryRun ? await forget.look(wish) : await forget.forget(wish, { setAsideToo });
      answerJson(response, JSON.stringify(report));
    });
  };
}

/** `DELETE /v1/sessions/:id`. */
export function createForgetSession({ forget, nowMs }: ForgetParts): Handler {
  return async (request, response) => {
    const { path: target, query } = toTarget(request.url);
    parseQuery(query, [], nowMs());
    const report = await forget.forget({ kind: 'session', session: toSessionId(target) }, { setAsideToo: false });
    if (isEmpty(report)) throw new MpmError('NO_SESSION', 'No session with this id is known.');
    answerJson(response, JSON.stringify(report));
  };
}

function isEmpty({ sessions, events, spool, rejected }: ForgetReport): boolean {
  return sessions + events + spool.files + rejected.files === 0;
}

function parseWish(text: string, nowMs: number) {
  const fields = parseFields(text);
  if (fields === undefined) throw wrong('The body is one JSON object.');
  const { session, before, project, dryRun = false, setAsideToo = false, ...unknown } = fields;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw wrong(`There is no "${name}" to forget by; there are: session, before, project.`);
  if ([session, before, project].filter((one) => one !== undefined).length !== 1) {
    throw wrong('One of `session`, `before` and `project` must say what is to be forgotten.');
  }
  if (typeof dryRun !== 'boolean' || typeof setAsideToo !== 'boolean') {
    throw wrong('`dryRun` and `setAsideToo` must be true or false.');
  }
  return { wish: toWish({ session, before, project }, nowMs), isDryRun: dryRun, setAsideToo };
}

function toWish({ session, before, project }: Readonly<Record<string, unknown>>, nowMs: number): ForgetWish {
  if (before !== undefined) {
    const beforeMs = typeof before === 'string' ? parseMoment(before, nowMs) : before;
    if (typeof beforeMs === 'number' && Number.isFinite(beforeMs)) return { kind: 'before', beforeMs };
    throw wrong('`before` must be an ISO 8601 time, milliseconds, or how long ago: 90s, 10m, 2h, 1d.');
  }
  if (project !== undefined) {
    if (isName(project) && path.isAbsolute(project)) return { kind: 'project', project };
    throw wrong('`project` must be the whole path of a folder.');
  }
  if (isName(session)) return { kind: 'session', session };
  throw wrong("`session` must be a session's id.");
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_CHARS;
}
