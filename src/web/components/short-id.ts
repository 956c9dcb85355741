import { toVisibleText } from './visible-text.ts';

const CHARS = 8;

/** So much of a session's id as tells it from the others that somebody has. */
export function shortId(id: string): string {
  return toVisibleText(id.slice(0, CHARS));
}
