import * as fs from 'node:fs';
import * as path from 'node:path';

/** Lines of the log, its older files included, in which one of the values is one of these; `remove` takes them out. */
export function scrubLog(log: string, names: ReadonlySet<string>, { remove }: { readonly remove: boolean }): number {
  const folder = path.dirname(log);
  const files = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => name.startsWith(path.basename(log)))
    : [];
  return files.reduce((sum, name) => sum + scrubFile(path.join(folder, name), names, remove), 0);
}

function scrubFile(file: string, names: ReadonlySet<string>, remove: boolean): number {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const kept = lines.filter((line) => !isNamedIn(line, names));
  const found = lines.length - kept.length;
  if (found === 0 || !remove) return found;
  fs.writeFileSync(`${file}.new`, kept.join('\n'), { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return found;
}

/** Facts are flat; a session's id is the whole of a value. */
function isNamedIn(line: string, names: ReadonlySet<string>): boolean {
  try {
    return Object.values(JSON.parse(line) as object).some((value) => names.has(value));
  } catch {
    return [...names].some((name) => line.includes(name)); // the end of a line whose beginning went with its file
  }
}
