import { folderName, shortPath } from '../../shared/place-name.ts';
import type { Touch } from './touch.ts';

/** A file, and what a session did with it. */
export interface TouchedFile {
  readonly path: string;
  /** Oldest first. */
  readonly touches: readonly Touch[];
  readonly reads: number;
  readonly edits: number;
  readonly writes: number;
  readonly added: number;
  readonly removed: number;
  readonly lastAt: string;
}

export const FILE_SORTS = { last: 'Last touched', name: 'Name', lines: 'Lines changed', touches: 'Touches' } as const;
export type FileSort = keyof typeof FILE_SORTS;

export interface FileNarrowing {
  readonly text: string;
  readonly sort: FileSort;
  readonly isGrouped: boolean;
  /** The session's folder: paths in it are shown without it. */
  readonly root: string | undefined;
}

export type FileItem =
  | { readonly kind: 'folder'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly kind: 'file'; readonly key: string; readonly file: TouchedFile; readonly name: string };

export function toFile(path: string, touches: readonly Touch[]): TouchedFile {
  const sorted = [...touches].sort((one, other) => one.seq - other.seq);
  const count = (kind: Touch['kind']) => sorted.filter((touch) => touch.kind === kind).length;
  return {
    path,
    touches: sorted,
    reads: count('read'),
    edits: count('edit'),
    writes: count('write'),
    added: sorted.reduce((sum, { added }) => sum + added, 0),
    removed: sorted.reduce((sum, { removed }) => sum + removed, 0),
    lastAt: sorted.at(-1)?.at ?? '',
  };
}

/** Those whose path holds every word, in order; by folder, each folder where its first file stands. */
export function toItems(files: Iterable<TouchedFile>, { text, sort, isGrouped, root }: FileNarrowing): FileItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isMeant = ({ path }: TouchedFile) => words.every((word) => path.toLowerCase().includes(word));
  const sorted = [...files].filter(isMeant).sort(ORDERS[sort]);
  if (!isGrouped) return sorted.map((file) => toItem(file, shortPath(file.path, root)));
  const folders = Map.groupBy(sorted, ({ path }) => folderOf(path));
  return [...folders].flatMap(([folder, members]): FileItem[] => [
    { kind: 'folder', key: `folder ${folder}`, name: shortPath(folder, root), count: members.length },
    ...members.map((file) => toItem(file, folderName(file.path))),
  ]);
}

const ORDERS: Readonly<Record<FileSort, (one: TouchedFile, other: TouchedFile) => number>> = {
  last: (one, other) => (one.lastAt < other.lastAt ? 1 : one.lastAt > other.lastAt ? -1 : byName(one, other)),
  name: byName,
  lines: (one, other) => other.added + other.removed - one.added - one.removed || byName(one, other),
  touches: (one, other) => other.touches.length - one.touches.length || byName(one, other),
};

function byName(one: TouchedFile, other: TouchedFile): number {
  return one.path < other.path ? -1 : Number(one.path > other.path);
}

function toItem(file: TouchedFile, name: string): FileItem {
  return { kind: 'file', key: file.path, file, name };
}

function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end <= 0 ? path.slice(0, end + 1) : path.slice(0, end);
}
