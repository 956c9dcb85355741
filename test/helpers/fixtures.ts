import * as fs from 'node:fs';
import * as path from 'node:path';

const FOLDER = path.join(import.meta.dirname, '..', 'fixtures', 'hook-events');

/** Every captured kind of event: the file's name and the bytes Claude Code would write to stdin (one line and a newline). */
export function capturedEvents(): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return fs
    .readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== 'index.json')
    .map((name) => {
      const value: unknown = JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8'));
      return { name: name.replace(/\.json$/, ''), bytes: Buffer.from(`${JSON.stringify(value)}\n`) };
    });
}

/** Every recorded run: its name and its events in order of arrival, as on the wire. */
export function capturedSequences(): readonly { readonly name: string; readonly events: readonly Buffer[] }[] {
  const folder = path.join(FOLDER, 'sequences');
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => ({
      name: name.replace(/\.jsonl$/, ''),
      events: fs
        .readFileSync(path.join(folder, name), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => Buffer.from(`${line}\n`)),
    }));
}
