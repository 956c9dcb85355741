import type { Envelope } from '../../shared/envelope.ts';
import type { TouchedFile } from '../../shared/touched-file.ts';
import { type ChangedLines, type FileTouch, toFileTouch } from '../sessions/file-touch.ts';

/** Puts together what a session did to each file. */
export interface FileList {
  add(envelope: Envelope): void;
  /** Those touched last stand first. */
  files(): TouchedFile[];
  /** There were more files than are remembered. */
  isFull(): boolean;
}

/** More files than a person looks through; those that come after are not told. */
const MOST_FILES = 10_000;
/** Of events and of agents so many are named for each file, the newest. */
const MOST_NAMED = 100;

interface Touched {
  readonly counts: Record<FileTouch['kind'], number>;
  lines: ChangedLines | undefined;
  firstAt: string;
  lastAt: string;
  readonly agents: string[];
  readonly seqs: number[];
  readonly changeSeqs: number[];
}

export function createFileList(): FileList {
  const byPath = new Map<string, Touched>();
  let isFull = false;

  function touchedAt(path: string, at: string): Touched | undefined {
    const known = byPath.get(path);
    if (known !== undefined) return known;
    isFull ||= byPath.size >= MOST_FILES;
    if (isFull) return undefined;
    const counts = { read: 0, edit: 0, write: 0 };
    const made: Touched = { counts, lines: undefined, firstAt: at, lastAt: at, agents: [], seqs: [], changeSeqs: [] };
    byPath.set(path, made);
    return made;
  }

  return {
    add(envelope) {
      const touch = toFileTouch(envelope.data);
      const touched = touch && touchedAt(touch.path, envelope.timestamp);
      if (touch !== undefined && touched !== undefined) note(touched, touch, envelope);
    },
    files: () =>
      [...byPath]
        .map(([path, touched]) => toFile(path, touched))
        .sort((one, other) =>
          one.lastAt === other.lastAt ? (one.path < other.path ? -1 : 1) : one.lastAt < other.lastAt ? 1 : -1,
        ),
    isFull: () => isFull,
  };
}

function note(touched: Touched, { kind, lines }: FileTouch, { seq, timestamp, data }: Envelope): void {
  touched.counts[kind] += 1;
  touched.lines = sum(touched.lines, lines);
  if (timestamp < touched.firstAt) touched.firstAt = timestamp;
  if (timestamp > touched.lastAt) touched.lastAt = timestamp;
  name(touched.seqs, seq);
  if (kind !== 'read') name(touched.changeSeqs, seq);
  const agent = data.agent_id;
  if (typeof agent === 'string' && !touched.agents.includes(agent)) name(touched.agents, agent);
}

function toFile(path: string, { counts, lines, firstAt, lastAt, agents, seqs, changeSeqs }: Touched): TouchedFile {
  const { read: reads, edit: edits, write: writes } = counts;
  const changed = { linesAdded: lines?.added ?? null, linesRemoved: lines?.removed ?? null };
  return { path, reads, edits, writes, ...changed, firstAt, lastAt, agents, seqs, changeSeqs };
}

function name<One>(named: One[], one: One): void {
  named.push(one);
  if (named.length > MOST_NAMED) named.shift();
}

function sum(one: ChangedLines | undefined, other: ChangedLines | undefined): ChangedLines | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { added: one.added + other.added, removed: one.removed + other.removed };
}
