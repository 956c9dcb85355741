import { type Connection, openConnection } from '../../client/connection.ts';
import { findDaemon } from '../../client/find-daemon.ts';
import { readStatus } from '../../client/read-status.ts';
import { errorCode } from '../../shared/errors.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { printStatus } from '../render/status.ts';
import { countSpool } from '../spool-count.ts';
import type { World } from '../world.ts';

/** How long a daemon that runs may take to say so. */
const TIMEOUT_MS = 3000;

/** Says how the daemon is; a daemon that is there and does not answer is a failure, and told as one. */
export async function status(given: { readonly json: boolean }, world: World): Promise<number> {
  const address = findDaemon(world.daemon());
  try {
    const connection = await openConnection(address, { timeoutMs: TIMEOUT_MS });
    say(await readAndClose(connection), given, world);
    return EXIT.done;
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'DAEMON_NOT_RUNNING' && code !== 'DAEMON_STRANGER') throw error;
    const stranger = code === 'DAEMON_STRANGER' ? { portTakenBy: 'another program', port: address.port } : {};
    say({ running: false, spool: countSpool(world.paths), ...stranger }, given, world);
    return EXIT.notRunning;
  }
}

async function readAndClose(connection: Connection): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { ...(await readStatus(connection)), running: true, port: connection.port };
  } finally {
    connection.close();
  }
}

function say(
  status: Readonly<Record<string, unknown>>,
  given: { readonly json: boolean },
  { out, nowMs }: World,
): void {
  const lines = given.json ? [toSafeJson(status)] : printStatus(status, nowMs());
  for (const line of lines) out.line(line);
}
