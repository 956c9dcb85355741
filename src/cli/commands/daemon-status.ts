import { connect } from '../../client/connection.ts';
import { findDaemon, type Whereabouts } from '../../client/find-daemon.ts';
import { readStatus } from '../../client/read-status.ts';
import { MpmError } from '../../shared/errors.ts';
import { EXIT } from '../exit-codes.ts';
import { toSafeJson } from '../render/safe-text.ts';
import { printStatus } from '../render/status.ts';
import { countSpool } from '../spool-count.ts';
import type { World } from '../world.ts';

/** How long a daemon that runs may take to say so. */
const TIMEOUT_MS = 3000;

export async function status(given: { readonly json: boolean }, world: World): Promise<number> {
  const { out, paths, nowMs } = world;
  const connection = await connectIfRunning(world.daemon());
  if (connection === undefined) {
    const spool = countSpool(paths);
    if (given.json) out.line(toSafeJson({ running: false, spool }));
    else for (const line of printStatus({ running: false, spool }, nowMs())) out.line(line);
    return EXIT.notRunning;
  }
  try {
    const said = { ...(await readStatus(connection)), running: true, port: connection.port };
    if (given.json) out.line(toSafeJson(said));
    else for (const line of printStatus(said, nowMs())) out.line(line);
    return EXIT.done;
  } finally {
    connection.close();
  }
}

/** Undefined when nobody listens; a stranger or a silent one is told as such, since neither is a daemon at work. */
async function connectIfRunning(where: Whereabouts) {
  try {
    return await connect(findDaemon(where), { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (error instanceof MpmError && error.code === 'DAEMON_NOT_RUNNING') return undefined;
    throw error;
  }
}
