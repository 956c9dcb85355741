import type { DatabaseSync } from 'node:sqlite';

/** How far the rows of the sessions know the events, as the database says. */
export interface ToldPlace {
  toldSeq(): number;
  /** To be called in the transaction that writes the rows. */
  setTold(seq: number): void;
  /** Of the newest event there ever was: those at the end may be gone since. */
  lastSeq(): number;
}

const KEY = 'told_up_to_seq';

export function createToldPlace(database: DatabaseSync): ToldPlace {
  const getMeta = database.prepare('SELECT value FROM meta WHERE key = ?');
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const sequence = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");

  const place: ToldPlace = {
    toldSeq: () => Number(getMeta.get(KEY)?.value),
    setTold: (seq) => void setMeta.run(KEY, String(seq)),
    lastSeq: () => Number(sequence.get()?.seq ?? 0),
  };
  // where nothing was ever said, the rows were written together with the events, and know all of them; in a new file
  // whatever comes with a lower seq was salvaged, and its session is told again
  if (getMeta.get(KEY) === undefined) place.setTold(place.lastSeq());
  return place;
}
