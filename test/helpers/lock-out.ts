import { DatabaseSync } from 'node:sqlite';

/** Another program that writes into the file and does not end: nobody else can write until it is closed. */
export function lockOut(database: string): DatabaseSync {
  const other = new DatabaseSync(database);
  other.exec('BEGIN IMMEDIATE');
  return other;
}
