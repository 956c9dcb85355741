import { shortPath } from './place-name.ts';
import { toFirstLine, toSafeText } from './safe-text.ts';
import { isObject } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What stands for a call, by tool; others are known by the first of the usual names below. */
const BY_TOOL: Readonly<Record<string, (input: Fields, cwd: unknown) => string | undefined>> = {
  Bash: ({ command }) => text(command),
  Read: ({ file_path }, cwd) => path(file_path, cwd),
  Edit: ({ file_path }, cwd) => path(file_path, cwd),
  Write: ({ file_path }, cwd) => path(file_path, cwd),
  NotebookEdit: ({ notebook_path }, cwd) => path(notebook_path, cwd),
  Glob: (input, cwd) => search(input, cwd),
  Grep: (input, cwd) => search(input, cwd),
  Agent: ({ description, subagent_type }) => join(text(description), text(subagent_type)),
  Task: ({ description, subagent_type }) => join(text(description), text(subagent_type)),
  TaskCreate: ({ subject }) => text(subject),
  TaskUpdate: ({ taskId, status }) => [`#${text(taskId)}`, text(status)].filter(Boolean).join(' '),
  TodoWrite: ({ todos }) => (Array.isArray(todos) ? `${todos.length} to do` : undefined),
};

const USUAL_NAMES = [
  'command',
  'file_path',
  'path',
  'url',
  'query',
  'pattern',
  'description',
  'subject',
  'prompt',
  'name',
];

/** What a call does, in one line; untrusted, so made harmless. */
export function summariseTool(tool: unknown, input: unknown, cwd: unknown): string {
  if (!isObject(input)) return '';
  const own = typeof tool === 'string' && Object.hasOwn(BY_TOOL, tool) ? BY_TOOL[tool]?.(input, cwd) : undefined;
  if (own !== undefined) return own;
  const usual = USUAL_NAMES.map((name) => text(input[name])).find(Boolean);
  return usual ?? compact(input);
}

/** Whatever is there, as JSON; nothing for nothing. */
export function compact(value: unknown): string {
  const json = JSON.stringify(value) ?? '';
  return json === '{}' ? '' : toSafeText(json);
}

export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? toFirstLine(value) : undefined;
}

export function path(value: unknown, cwd: unknown): string | undefined {
  return typeof value === 'string' ? text(shortPath(value, cwd)) : undefined;
}

function search({ pattern, path: folder, glob }: Fields, cwd: unknown): string | undefined {
  const where = [path(folder, cwd), text(glob)].filter(Boolean).join(' ');
  return where === '' ? text(pattern) : `${text(pattern)} in ${where}`;
}

function join(what: string | undefined, who: string | undefined): string | undefined {
  return what !== undefined && who !== undefined ? `${what} (${who})` : what;
}
