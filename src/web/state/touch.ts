import type { Envelope } from '../../shared/envelope.ts';
import { isObject } from '../../shared/wire.ts';
import { countChanges, parseHunks } from '../text/hunks.ts';
import { splitLines } from '../text/split-rows.ts';

export type TouchKind = 'read' | 'edit' | 'write';

/** One call that read a file or changed it; its texts stay in the store. */
export interface Touch {
  readonly seq: number;
  readonly path: string;
  readonly kind: TouchKind;
  readonly at: string;
  readonly agentId: string | undefined;
  readonly agentType: string | undefined;
  readonly added: number;
  readonly removed: number;
}

const KINDS: ReadonlyMap<unknown, TouchKind> = new Map<unknown, TouchKind>([
  ['Read', 'read'],
  ['Edit', 'edit'],
  ['MultiEdit', 'edit'],
  ['NotebookEdit', 'edit'],
  ['Write', 'write'],
]);

export const TOUCHING_TOOLS: readonly string[] = [...KINDS.keys()].map(String);
/** Only what was done: a call that failed or was denied left the file as it was. */
export const TOUCHING_TYPE = 'hook.post_tool';

/** Undefined for an event that touched no file. */
export function toTouch({ seq, type, timestamp: at, data }: Envelope): Touch | undefined {
  const kind = KINDS.get(data.tool_name);
  const { tool_input: input, tool_response: response } = data;
  if (type !== TOUCHING_TYPE || kind === undefined || !isObject(input)) return undefined;
  const path = textOf(input.file_path) ?? textOf(input.notebook_path);
  if (path === undefined) return undefined;
  const { added, removed } = kind === 'read' ? NOTHING : countLines(input, isObject(response) ? response : {});
  return { seq, path, kind, at, agentId: textOf(data.agent_id), agentType: textOf(data.agent_type), added, removed };
}

const NOTHING = { added: 0, removed: 0 };

function countLines(input: Fields, response: Fields): { readonly added: number; readonly removed: number } {
  const hunks = parseHunks(response.structuredPatch);
  if (hunks !== undefined) return countChanges(hunks);
  if (typeof input.content === 'string') {
    return response.type === 'update' ? NOTHING : { added: linesIn(input.content), removed: 0 };
  }
  const edits = Array.isArray(input.edits) ? input.edits.filter(isObject) : [input];
  return edits.map(differingLines).reduce(sum, NOTHING);
}

type Fields = Readonly<Record<string, unknown>>;

/** Without what both begin and end with; exact where one run of lines was replaced, as an edit does. */
function differingLines({ old_string: old, new_string: fresh, new_source: source }: Fields) {
  const [before, after] = [linesOf(old), linesOf(fresh ?? source)];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { added: after.length - start - end, removed: before.length - start - end };
}

function sum(one: typeof NOTHING, other: typeof NOTHING): typeof NOTHING {
  return { added: one.added + other.added, removed: one.removed + other.removed };
}

function linesOf(value: unknown): string[] {
  return typeof value === 'string' && value !== '' ? splitLines(value) : [];
}

function linesIn(text: string): number {
  return linesOf(text).length;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
