import { expect, test } from 'vitest';
import { type IndexedEvent, readTexts, toDocument } from '../../src/daemon/search/document.ts';
import { facetToken } from '../../src/daemon/search/facets.ts';
import { capturedEvents } from '../helpers/fixtures.ts';

function anEvent(data: object, more: Partial<IndexedEvent> = {}): IndexedEvent {
  return { type: 'hook.post_tool', sessionId: 'one', body: JSON.stringify(data), project: null, origin: '{}', ...more };
}

function textsOf(data: unknown): Record<string, string> {
  return Object.fromEntries(readTexts(JSON.stringify(data)).map(({ path, text }) => [path, text]));
}

test('what was typed, run, read and answered can be found, by where it stands', () => {
  expect(
    textsOf({
      prompt: 'Why?',
      tool_input: { command: 'npm test', file_path: '/src/a.ts', edits: [{ old_string: 'a' }, { old_string: 'b' }] },
      tool_response: { stdout: 'ok', interrupted: false, lines: 3, nothing: null, empty: '' },
      error: 'Exit code 1',
    }),
  ).toEqual({
    prompt: 'Why?',
    'tool_input.command': 'npm test',
    'tool_input.file_path': '/src/a.ts',
    'tool_input.edits.0.old_string': 'a',
    'tool_input.edits.1.old_string': 'b',
    'tool_response.stdout': 'ok',
    error: 'Exit code 1',
  });
});

test('ids, and what every event has, are no words of it', () => {
  const noise = {
    session_id: 'one',
    transcript_path: '/home/dev/.claude/projects/x.jsonl',
    cwd: '/home/dev/project',
    hook_event_name: 'PreToolUse',
    permission_mode: 'plan',
    tool_name: 'Bash',
    tool_use_id: 'toolu_1',
    messageId: 'm1',
    uuid: 'u',
    value: '0b6f4c1e-8d3a-4c4e-9b7e-2f1d3a5c7e90',
  };
  expect(textsOf({ ...noise, nested: [noise], idea: 'a thought' })).toEqual({ idea: 'a thought' });
});

test('of every captured event the words are told without its ids', () => {
  for (const { bytes } of capturedEvents()) {
    const { session_id: session, hook_event_name: name, prompt } = JSON.parse(String(bytes));
    const words = readTexts(String(bytes)).map(({ text }) => text);

    expect(words).not.toContain(session);
    expect(words).not.toContain(name);
    if (typeof prompt === 'string' && prompt !== '') expect(words).toContain(prompt);
  }
});

test('of a long text the beginning and the end can be found, and an event is told up to a bound', () => {
  const texts = readTexts(JSON.stringify({ out: `first ${'x '.repeat(20_000)} last` }));
  const many = readTexts(JSON.stringify({ list: Array.from({ length: 100 }, () => 'y '.repeat(5000)) }));

  expect(texts).toHaveLength(2);
  expect(texts[0]?.text).toMatch(/^first/);
  expect(texts[1]?.text).toMatch(/last$/);
  expect(many.length).toBeLessThan(10);
});

test('base64 is left out, and what stands around it is not', () => {
  expect(textsOf({ image: `before ${'iVBORw0KGgo'.repeat(100)}== after` })).toEqual({ image: 'before   after' });
});

test('an event that is nested a hundred thousand deep is told as far as it goes', () => {
  const body = `${'{"a":'.repeat(100_000)}"deep"${'}'.repeat(100_000)}`;

  expect(readTexts(`{"prompt":"top","rest":${body}}`)).toEqual([{ path: 'prompt', text: 'top' }]);
});

test('an event that is too large to be parsed is found by the beginning of its JSON', () => {
  expect(readTexts('{"prompt":"npm te')).toEqual([{ path: 'text', text: '{"prompt":"npm te' }]);
});

test('a NUL ends no text', () => {
  expect(textsOf({ prompt: 'a\0b' })).toEqual({ prompt: 'a b' });
});

test.each([
  ['hook.post_tool', {}, 'ok'],
  ['hook.post_tool_use_failure', { is_interrupt: false }, 'failed'],
  ['hook.post_tool_use_failure', { is_interrupt: true }, 'interrupted'],
  ['hook.permission_denied', {}, 'denied'],
])('%s %j counts as %s', (type, data, outcome) => {
  expect(toDocument(anEvent(data, { type })).facets).toContain(facetToken('outcome', outcome));
});

test('the project is that of the session, else that of the hook, else the folder', () => {
  const data = { cwd: '/here' };
  const projectOf = (more: Partial<IndexedEvent>) => toDocument(anEvent(data, more)).facets;

  expect(projectOf({ project: '/a', origin: '{"project":"/b"}' })).toContain(facetToken('project', '/a'));
  expect(projectOf({ origin: '{"project":"/b"}' })).toContain(facetToken('project', '/b'));
  expect(projectOf({})).toContain(facetToken('project', '/here'));
});

test('two values are never one phrase', () => {
  expect(toDocument(anEvent({ one: 'npm', two: 'test' })).text).toMatch(/^npm \S+ test$/);
});
