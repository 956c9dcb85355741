import * as path from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import type { Condition } from './condition.ts';

/** `/` and the character behind it: between the two lies all that is below a folder. */
const BELOW = '/';
const BEHIND_BELOW = '0';

/** Sessions that were begun in the folder or below it. */
export function sessionsOfProject(folder: string): Condition {
  return { sql: `SELECT id FROM sessions WHERE ${isWithin('project')}`, values: valuesOf(folder) };
}

/** Events of those sessions, and events without a session that came from there. */
export function eventsOfProject(folder: string): Condition {
  const sessions = sessionsOfProject(folder);
  const without = withoutSession(folder);
  return {
    sql: `(session_id IN (${sessions.sql}) OR ${without.sql})`,
    values: [...sessions.values, ...without.values],
  };
}

/** No more than this is known of where an event without a session belongs. */
export function withoutSession(folder: string): Condition {
  const from = `coalesce(origin ->> '$.project', CASE WHEN json_valid(body) THEN body ->> '$.cwd' END)`;
  return { sql: `(session_id IS NULL AND ${isWithin(from)})`, values: valuesOf(folder) };
}

/** The same for what is in no table. */
export function originOf(row: { readonly origin: string; readonly body: string }): string | undefined {
  const { project }: { project?: unknown } = JSON.parse(row.origin);
  const from = project ?? (JSON.parse(row.body) as { cwd?: unknown }).cwd;
  return typeof from === 'string' ? from : undefined;
}

/** Whether it is the folder, or lies below it. */
export function isBelow(folder: string, place: string): boolean {
  const inside = path.normalize(`${folder}${BELOW}`);
  return `${place}${BELOW}`.startsWith(inside);
}

function isWithin(column: string): string {
  return `(${column} = ? OR (${column} >= ? AND ${column} < ?))`;
}

function valuesOf(folder: string): SQLInputValue[] {
  const inside = path.normalize(`${folder}${BELOW}`);
  const itself = inside.slice(0, -1);
  return [itself === '' ? inside : itself, inside, itself + BEHIND_BELOW];
}
