import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { errorCode } from './errors.ts';
import { readToken } from './token.ts';

/** The home's token: made once, 32 random bytes in base64url, readable by its owner only. Safe when several start at once. */
export function ensureToken(file: string): string {
  const existing = readToken(file);
  if (existing !== undefined) return existing;
  const made = randomBytes(32).toString('base64url');
  const neighbour = `${file}.${process.pid}.${Date.now()}`;
  fs.writeFileSync(neighbour, `${made}\n`, { mode: 0o600, flag: 'wx' });
  try {
    fs.linkSync(neighbour, file); // fails when another was quicker: then theirs is the token
    return made;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const theirs = readToken(file);
    if (theirs !== undefined) return theirs;
    fs.renameSync(neighbour, file); // what stood there was no token
    return made;
  } finally {
    fs.rmSync(neighbour, { force: true });
  }
}

/** Makes a new token in place of the old one; whoever holds the old one is out as soon as the daemon is told. */
export function rotateToken(file: string): string {
  const made = randomBytes(32).toString('base64url');
  const neighbour = `${file}.${process.pid}.${Date.now()}`;
  fs.writeFileSync(neighbour, `${made}\n`, { mode: 0o600, flag: 'wx' });
  fs.renameSync(neighbour, file);
  return made;
}
