import { isObject } from '../../shared/wire.ts';
import { compareTexts, type Hunk, parseHunks } from '../text/hunks.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a call did to a file, or was to do. */
export interface FileChange {
  readonly path: string;
  readonly hunks: readonly Hunk[];
  /** The whole of a file that was not there before. */
  readonly content?: string | undefined;
  readonly note?: string | undefined;
  /** Where the name of the file does not tell. */
  readonly language?: string | undefined;
}

/** By what the tool answered, where it tells; else by what it was asked. */
export function changeOf(tool: unknown, input: Fields, response: Fields): FileChange {
  const path = textOf(input.file_path) ?? textOf(input.notebook_path) ?? textOf(response.filePath) ?? '';
  if (tool === 'NotebookEdit') return { path, ...cellChange(input) };
  const hunks = parseHunks(response.structuredPatch);
  const note = response.userModified === true ? 'Its user changed it before it was written.' : undefined;
  if (hunks !== undefined) return { path, hunks, note };
  if (typeof input.content === 'string') return { path, ...written(input.content, response) };
  return { path, note, hunks: editsOf(input).flatMap(([before, after]) => compareTexts(before, after)) };
}

function written(content: string, response: Fields): Omit<FileChange, 'path'> {
  const isSame = response.type === 'update' && response.originalFile === content;
  if (isSame) return { hunks: [], note: 'Nothing was changed: the file held this already.' };
  const before = textOf(response.originalFile);
  if (before !== undefined) return { hunks: compareTexts(before, content) };
  return { hunks: [], content, note: response.type === 'create' ? 'A new file.' : undefined };
}

/** What was to be replaced by what. */
function editsOf({ edits, old_string: before, new_string: after }: Fields): [string, string][] {
  const pairs = Array.isArray(edits) ? edits.filter(isObject) : [{ old_string: before, new_string: after }];
  return pairs.map((pair) => [String(pair.old_string ?? ''), String(pair.new_string ?? '')]);
}

function cellChange(input: Fields): Omit<FileChange, 'path'> {
  const { edit_mode: mode = 'replace', cell_id: cell = '', cell_type: type, new_source: source } = input;
  const language = type === 'markdown' ? 'markdown' : 'python';
  const note = `Cell ${String(cell).slice(0, 80)}: ${String(mode).slice(0, 20)}.`;
  return { hunks: [], note, language, content: mode === 'delete' ? undefined : textOf(source) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
