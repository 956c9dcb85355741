import type { DatabaseSync } from 'node:sqlite';

export interface SpaceUsed {
  /** What holds something, in bytes of the database's file. */
  readonly usedBytes: number;
  /** What could be given back, or be written anew. */
  readonly freeBytes: number;
}

/** The room that a database takes, and how it is given back. Nobody else has to wait long for any of it. */
export interface Space {
  used(): SpaceUsed;
  /** Moves what stands at the end of the file into so much free room, and cuts the end off. */
  giveBack(bytes: number): void;
  /** Empties the write-ahead log unless somebody reads in it: nobody is waited for. */
  emptyLog(): void;
}

export function createSpace(database: DatabaseSync): Space {
  const ask = (pragma: string): number =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0);
  const pageBytes = ask('page_size');

  return {
    used() {
      const freePages = ask('freelist_count');
      return { usedBytes: (ask('page_count') - freePages) * pageBytes, freeBytes: freePages * pageBytes };
    },
    giveBack: (bytes) => database.exec(`PRAGMA incremental_vacuum(${Math.ceil(bytes / pageBytes)})`),
    emptyLog() {
      const busyMs = ask('busy_timeout');
      database.exec('PRAGMA busy_timeout = 0');
      try {
        database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      } finally {
        database.exec(`PRAGMA busy_timeout = ${busyMs}`);
      }
    },
  };
}
