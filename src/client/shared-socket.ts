import * as path from 'node:path';
import { readSurroundings } from '../shared/config.ts';
import { errorCode } from '../shared/errors.ts';
import type { Connection } from './connection.ts';
import type { Whereabouts } from './find-daemon.ts';
import type { ReachDaemon } from './reach.ts';

/** One socket for all in this process who publish to the same daemon; opened when it is needed, and again when it was lost. */
export interface SharedSocket {
  /** Over the connection as it is, else over one that `reach` opens; all who come meanwhile wait for the same. */
  use<Result>(reach: ReachDaemon, work: (connection: Connection) => Promise<Result>): Promise<Result>;
  /** The last one to let it go closes it. */
  release(): void;
}

interface Entry {
  users: number;
  connection: Connection | undefined;
  opening: Promise<Connection> | undefined;
}

/** What this process has, by where the daemon is looked for. */
const entries = new Map<string, Entry>();

export function shareSocket(where: Whereabouts): SharedSocket {
  const key = JSON.stringify([path.resolve(where.home ?? readSurroundings().home), where.port ?? null]);
  const entry = entries.get(key) ?? { users: 0, connection: undefined, opening: undefined };
  entries.set(key, entry);
  entry.users += 1;
  let isReleased = false;

  return {
    async use(reach, work) {
      const connection = await current(entry, reach);
      try {
        return await work(connection);
      } catch (error) {
        if (errorCode(error) === 'DAEMON_LOST') connection.close();
        throw error;
      }
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      entry.users -= 1;
      if (entry.users > 0) return;
      entry.connection?.close();
      entries.delete(key);
    },
  };
}

async function current(entry: Entry, reach: ReachDaemon): Promise<Connection> {
  if (entry.connection?.isOpen()) return entry.connection;
  entry.opening ??= open(entry, reach);
  return entry.opening;
}

async function open(entry: Entry, reach: ReachDaemon): Promise<Connection> {
  try {
    const connection = await reach();
    if (entry.users === 0) connection.close(); // all have gone while it was made
    entry.connection = connection;
    return connection;
  } finally {
    entry.opening = undefined;
  }
}
