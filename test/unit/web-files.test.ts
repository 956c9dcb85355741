import { expect, test } from 'vitest';
import { createFeed } from '../../src/web/state/feed.ts';
import { changeOf } from '../../src/web/state/file-change.ts';
import { createSessionFiles } from '../../src/web/state/session-files.ts';
import { toTouch } from '../../src/web/state/touch.ts';
import { toFile, toItems } from '../../src/web/state/touched-file.ts';
import { capturedEvents } from '../helpers/fixtures.ts';
import { until } from '../helpers/until.ts';
import { anEnvelope, createClientOf } from '../helpers/web-parts.ts';

const touched = (seq: number, tool: string, path: string, more: object = {}, response: object = {}) =>
  anEnvelope(seq, 'hook.post_tool', {
    tool_name: tool,
    tool_input: { file_path: path, ...more },
    tool_response: response,
  });

test('a captured edit touches its file with the lines of its patch', () => {
  const bytes = capturedEvents().find(({ name }) => name === 'PostToolUse.Edit')?.bytes;
  const edit: object = JSON.parse(String(bytes));
  expect(toTouch(anEnvelope(3, 'hook.post_tool', edit))).toMatchObject({
    path: '/home/dev/project/new.txt',
    kind: 'edit',
    added: 1,
    removed: 1,
  });
});

test.each([
  ['a read', touched(1, 'Read', '/a'), { kind: 'read', added: 0, removed: 0 }],
  ['a new file', touched(1, 'Write', '/a', { content: 'x\ny\n' }, { type: 'create' }), { added: 2, removed: 0 }],
  [
    'an edit without a patch',
    touched(1, 'Edit', '/a', { old_string: 'a\nb\nc', new_string: 'a\nB\nB2\nc' }),
    { added: 2, removed: 1 },
  ],
  ['a command', anEnvelope(1, 'hook.post_tool', { tool_name: 'Bash', tool_input: { command: 'rm a' } }), undefined],
  [
    'a failure',
    anEnvelope(1, 'hook.post_tool_use_failure', { tool_name: 'Edit', tool_input: { file_path: '/a' } }),
    undefined,
  ],
  ['a tool called constructor', touched(1, 'constructor', '/a'), undefined],
])('%s counts as what it is', (_, event, touch) => {
  if (touch === undefined) expect(toTouch(event)).toBe(undefined);
  else expect(toTouch(event)).toMatchObject(touch);
});

test('files are narrowed by every word, sorted, and stand under their folders', () => {
  const paths = ['/p/src/b.ts', '/p/src/a.ts', '/p/test/a.test.ts', '/etc/hosts'];
  const files = paths.map((path, at) => toFile(path, [toTouch(touched(at + 1, 'Read', path)) as never]));
  const narrowing = { text: '', sort: 'name', isGrouped: true, root: '/p' } as const;
  const names = (items: ReturnType<typeof toItems>) => items.map(({ kind, name }) => `${kind} ${name}`);
  expect(names(toItems(files, narrowing))).toEqual([
    'folder /etc',
    'file hosts',
    'folder src',
    'file a.ts',
    'file b.ts',
    'folder test',
    'file a.test.ts',
  ]);
  expect(names(toItems(files, { ...narrowing, text: 'A.t src', isGrouped: false }))).toEqual(['file src/a.ts']);
  expect(names(toItems(files, { ...narrowing, sort: 'last', isGrouped: false }))[0]).toBe('file /etc/hosts');
});

test('the files of a session are read page by page, go on by themselves, and none is counted twice', async () => {
  const events = Array.from({ length: 250 }, (_, at) => touched(at + 1, at % 2 ? 'Read' : 'Edit', `/f${at % 10}`));
  const { client, asked } = createClientOf(events);
  const feed = createFeed((work) => work());
  const files = createSessionFiles(client, feed, 'one');
  feed.put([touched(250, 'Read', '/f9'), touched(251, 'Write', '/new', { content: 'a\n' })]);
  await until(() => !files.isLoading.value);
  expect(asked.length).toBe(3);
  expect(asked[0]).toMatchObject({ session: 'one', type: ['hook.post_tool'], limit: 100 });
  expect(files.files.value.size).toBe(11);
  expect(files.files.value.get('/f9')).toMatchObject({ reads: 25, edits: 0 });
  expect(
    files.files.value
      .get('/f9')
      ?.touches.map(({ seq }) => seq)
      .slice(0, 3),
  ).toEqual([10, 20, 30]);
  files.close();
});

test.each([
  ['Edit', { file_path: '/a', old_string: 'x', new_string: 'y' }, {}, { path: '/a', hunks: [{ lines: ['-x', '+y'] }] }],
  ['Write', { file_path: '/a', content: 'x' }, { type: 'create' }, { hunks: [], content: 'x', note: 'A new file.' }],
  [
    'Write',
    { file_path: '/a', content: 'y\n' },
    { type: 'update', originalFile: 'x\n' },
    { hunks: [{ lines: ['-x', '+y'] }] },
  ],
  [
    'NotebookEdit',
    { notebook_path: '/n', new_source: 'x', cell_type: 'markdown' },
    {},
    { path: '/n', content: 'x', language: 'markdown' },
  ],
  ['Edit', { file_path: 1, edits: 'none' }, {}, { path: '', hunks: [] }],
])('what %s of %j did is told by its answer, else by what it was asked', (tool, input, response, change) => {
  expect(changeOf(tool, input, response)).toMatchObject(change);
});
