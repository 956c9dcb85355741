import type { DatabaseSync } from 'node:sqlite';

/** Does the work whole or not at all: what it throws is thrown on, and nothing of it is there. */
export type Transact = <Result>(work: () => Result) => Result;

/** Where the work was undone, `onUndone` sees to it that nothing in memory goes on as if it had been done. */
export function createTransact(database: DatabaseSync, onUndone: () => void): Transact {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');

  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      onUndone();
      throw error;
    }
  };
}
