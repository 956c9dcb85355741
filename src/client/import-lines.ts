import { MpmError } from '../shared/errors.ts';
import { printHookHeader } from '../shared/hook-header.ts';
import { VERSION } from '../shared/version.ts';
import { parseFields } from '../shared/wire.ts';
import type { Connection } from './connection.ts';

/** What became of lines that were sent. */
export interface Imported {
  readonly accepted: number;
  /** They were there already. */
  readonly duplicates: number;
  readonly rejected: readonly { readonly line: number; readonly code: string }[];
  readonly rejectedTotal: number;
}

const HEADERS = {
  'content-type': 'application/x-ndjson',
  'x-mpm-hook': printHookHeader({ version: VERSION, via: 'import' }),
};

/** Sends exported envelopes, one a line; resolves when all that can be taken are in the store. */
export async function importLines(connection: Connection, lines: Uint8Array): Promise<Imported> {
  const answer = await connection.request({
    method: 'POST',
    path: '/v1/events',
    headers: HEADERS,
    body: lines,
    timeoutMs: 60_000,
  });
  if (answer.status === 200) return parseFields(answer.body) as unknown as Imported;
  throw new MpmError('NOT_IMPORTED', `The daemon took no more events (status ${answer.status}).`, {
    hint: 'Import the same once more when it can: what is there is not taken twice.',
  });
}
