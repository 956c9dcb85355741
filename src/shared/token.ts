import * as fs from 'node:fs';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Undefined when there is none yet, or none that could be ours. */
export function readToken(file: string): string | undefined {
  try {
    const text = fs.readFileSync(file, 'utf8').trim();
    return TOKEN.test(text) ? text : undefined;
  } catch {
    return undefined; // absent or not readable by us: no token
  }
}
