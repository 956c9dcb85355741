import * as fs from 'node:fs';
import * as path from 'node:path';
import { hashOf } from './manifest.ts';

/** So many backups of one settings file are kept; the oldest goes first. */
const MAX_BACKUPS = 5;

/**
 * Keeps the content as it was before a change, and says where. In our home and not beside the file: a copy of
 * `settings.local.json` under another name would escape the project's .gitignore, secrets and all.
 */
export function writeBackup(folder: string, target: string, options: { content: string; nowMs: number }): string {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const suffix = `.${hashOf(target).slice(0, 8)}.${path.basename(target)}`;
  const time = new Date(options.nowMs).toISOString().replaceAll(':', '-');
  const file = path.join(folder, `${time}${suffix}`);
  fs.writeFileSync(file, options.content, { mode: 0o600 });
  const backups = fs.readdirSync(folder).filter((name) => name.endsWith(suffix));
  for (const name of backups.sort().slice(0, -MAX_BACKUPS)) fs.rmSync(path.join(folder, name), { force: true });
  return file;
}
