import * as fs from 'node:fs';
import { readToken } from './token.ts';
import { ensureToken } from './token-file.ts';

export interface TokenSource {
  /** The token of this moment: the file is looked at, and read again only when it is another one. */
  current(): string | undefined;
}

/**
 * The token file is the truth: rotating it locks out whoever holds the old one. A file that has gone is made again;
 * where that is impossible nobody has the token, and nobody comes in by it.
 */
export function createTokenSource(file: string, onChange: () => void): TokenSource {
  let token: string | undefined;
  let stamp = '';

  const look = (): string => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? '' : `${stat.ino}-${stat.mtimeMs}-${stat.size}`;
  };

  const current = (): string | undefined => {
    const now = look();
    if (now === stamp && now !== '') return token;
    const before = token;
    token = now === '' ? remake(file) : readToken(file);
    stamp = now; // as of before the reading: what changes meanwhile is read again at the next look
    if (before !== undefined && token !== before) onChange();
    return token;
  };

  return { current };
}

function remake(file: string): string | undefined {
  try {
    return ensureToken(file);
  } catch {
    return undefined; // the home has gone or cannot be written: the lifecycle says so
  }
}
