import { MpmError } from '../shared/errors.ts';
import type { ForgetReport } from '../shared/forget-report.ts';
import { isObject, parseFields } from '../shared/wire.ts';
import { openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';

/** One of session, before and project. */
export interface ForgetOptions extends Whereabouts {
  readonly session?: string | undefined;
  /** ISO 8601. */
  readonly before?: string | undefined;
  /** The whole path of a folder. */
  readonly project?: string | undefined;
  /** Only say what would go. */
  readonly dryRun: boolean;
  /** Damaged stores that may hold some of it go whole. */
  readonly setAsideToo?: boolean;
}

/** A million events take minutes, so that nobody else has to wait. */
const TIMEOUT_MS = 3_600_000;

/** Resolves when nothing is left of it, to what was removed. */
export async function askToForget({ home, port, ...wish }: ForgetOptions): Promise<ForgetReport> {
  const where = { ...(home === undefined ? {} : { home }), ...(port === undefined ? {} : { port }) };
  const connection = await openConnection(findDaemon(where));
  try {
    const { status, body } = await connection.request({
      method: 'POST',
      path: '/v1/forget',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
      timeoutMs: TIMEOUT_MS,
    });
    const answer = parseFields(body);
    if (status === 200 && answer !== undefined) return answer as unknown as ForgetReport;
    if (status === 404 || !isObject(answer?.error)) {
      throw new MpmError('DAEMON_TOO_OLD', 'The daemon cannot forget.', { hint: 'mpm-hook daemon restart' });
    }
    throw new MpmError('NOT_FORGOTTEN', String(answer.error.message), { hint: 'mpm-hook daemon status' });
  } finally {
    connection.close();
  }
}
