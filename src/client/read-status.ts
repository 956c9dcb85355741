import { MpmError } from '../shared/errors.ts';
import { parseFields } from '../shared/wire.ts';
import type { Connection } from './connection.ts';

/** What the daemon says of itself: `GET /v1/status`. Read by name, since a newer daemon may say more and an older one less. */
export async function readStatus(connection: Connection): Promise<Readonly<Record<string, unknown>>> {
  const answer = await connection.request({ path: '/v1/status' });
  const status = answer.status === 200 ? parseFields(answer.body) : undefined;
  if (status !== undefined) return status;
  throw new MpmError('NO_STATUS', `The daemon does not say how it is (status ${answer.status}).`, {
    hint: 'mpm-hook daemon restart',
  });
}
