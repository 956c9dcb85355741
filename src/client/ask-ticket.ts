import { MpmError } from '../shared/errors.ts';
import { parseFields } from '../shared/wire.ts';
import { openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';

/** The address of the dashboard with a one-time ticket in its fragment, which no browser sends on. */
export async function askTicket(
  where: Whereabouts,
): Promise<{ readonly address: string; readonly expiresInMs: number }> {
  const connection = await openConnection(findDaemon(where));
  try {
    const { status, body } = await connection.request({ method: 'POST', path: '/v1/tickets' });
    const { ticket, expiresInMs } = parseFields(body) ?? {};
    if (status !== 200 || typeof ticket !== 'string' || typeof expiresInMs !== 'number') {
      throw new MpmError('DAEMON_TOO_OLD', `The daemon gives no tickets (status ${status}).`, {
        hint: 'mpm-hook daemon restart',
      });
    }
    return { address: `http://127.0.0.1:${connection.port}/#ticket=${ticket}`, expiresInMs };
  } finally {
    connection.close();
  }
}
