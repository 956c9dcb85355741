import { isObject } from '../../shared/wire.ts';
import { objectsOf, textOf } from './told.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What one finished call did to a file. */
export interface FileTouch {
  readonly path: string;
  readonly kind: 'read' | 'edit' | 'write';
  /** Undefined where the event does not say. */
  readonly lines?: ChangedLines | undefined;
}

export interface ChangedLines {
  readonly added: number;
  readonly removed: number;
}

const KINDS: ReadonlyMap<string, FileTouch['kind']> = new Map([
  ['Read', 'read'],
  ['Edit', 'edit'],
  ['MultiEdit', 'edit'],
  ['NotebookEdit', 'edit'],
  ['Write', 'write'],
]);

/** The tools that name the file they work on. */
export const FILE_TOOLS: readonly string[] = [...KINDS.keys()];

/** Those of them that leave it another. */
export const CHANGING_TOOLS: ReadonlySet<string> = new Set(FILE_TOOLS.filter((tool) => tool !== 'Read'));

/** Undefined for whatever names no file, as when nothing of the content is kept. */
export function toFileTouch(data: Fields): FileTouch | undefined {
  const kind = KINDS.get(textOf(data.tool_name) ?? '');
  const input = isObject(data.tool_input) ? data.tool_input : {};
  const path = textOf(input.file_path) ?? textOf(input.notebook_path);
  if (kind === undefined || path === undefined) return undefined;
  if (kind === 'read') return { path, kind };
  return { path, kind, lines: linesOfPatch(data.tool_response) ?? linesOfInput(input) };
}

/** Claude Code's own diff, in hunks whose lines begin with their sign; that of a new file is empty. */
function linesOfPatch(response: unknown): ChangedLines | undefined {
  if (!isObject(response) || !Array.isArray(response.structuredPatch)) return undefined;
  const lines = objectsOf(response.structuredPatch).flatMap((hunk) => (Array.isArray(hunk.lines) ? hunk.lines : []));
  if (lines.length === 0) return undefined;
  const begins = (sign: string) => lines.filter((line) => typeof line === 'string' && line.startsWith(sign)).length;
  return { added: begins('+'), removed: begins('-') };
}

function linesOfInput(input: Fields): ChangedLines | undefined {
  const edits = [input, ...objectsOf(input.edits)].flatMap(linesOfEdit);
  if (edits.length > 0) return edits.reduce(sum);
  const content = input.content;
  return typeof content === 'string' ? { added: countLines(content), removed: 0 } : undefined;
}

function linesOfEdit({ old_string: before, new_string: after }: Fields): ChangedLines[] {
  if (typeof before !== 'string' || typeof after !== 'string') return [];
  return [{ added: countLines(after), removed: countLines(before) }];
}

function sum(one: ChangedLines, other: ChangedLines): ChangedLines {
  return { added: one.added + other.added, removed: one.removed + other.removed };
}

/** The line break at the end of a text begins no line. */
function countLines(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
