/** A path as short as it stays clear: within the session's folder without that folder. Other systems' paths are left alone. */
export function shortPath(file: string, cwd: unknown): string {
  if (typeof cwd !== 'string' || cwd === '') return file;
  if (file === cwd) return '.';
  const folder = cwd.endsWith('/') ? cwd : `${cwd}/`;
  return file.startsWith(folder) ? file.slice(folder.length) : file;
}

/** The last part of a path, of whatever system it comes from. */
export function folderName(path: string): string {
  return path.split(/[/\\]/).filter(Boolean).at(-1) ?? path;
}
