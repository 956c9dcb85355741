import { toEventType } from '../../src/shared/event-type.ts';
import { ANSWER, PATCH, PROMPT, RENEW, TESTS } from './every-tool-texts.ts';
import type { StoryLine } from './story-line.ts';

type Data = Readonly<Record<string, unknown>>;

export const TOOLS_SESSION = '7a3e90b4-tools';
const PROJECT = '/home/dev/code/web-shop';
const AGENT = { agent_id: 'a7f31c', agent_type: 'Explore' };

/** One call of each tool that is shown in a way of its own, with answers as Claude Code gives them. */
export function everyTool(nowMs: number): StoryLine[] {
  let [atMs, calls] = [nowMs - 7_200_000, 0];
  const lines: StoryLine[] = [];
  const tell = (event: string, data: Data): void => {
    atMs += 1500;
    const context = { session_id: TOOLS_SESSION, cwd: PROJECT, hook_event_name: event, permission_mode: 'default' };
    lines.push({ type: toEventType(event), timestamp: new Date(atMs).toISOString(), data: { ...context, ...data } });
  };
  const call = ([tool_name, tool_input, tool_response, more = {}]: ToldCall): void => {
    calls += 1;
    const said = { tool_name, tool_input, tool_use_id: `every-${calls}`, ...more };
    tell('PreToolUse', said);
    if (typeof tool_response === 'string')
      tell('PostToolUseFailure', { ...said, error: tool_response, duration_ms: 812 });
    else tell('PostToolUse', { ...said, tool_response, duration_ms: 812 });
  };

  tell('SessionStart', { source: 'startup', model: 'claude-opus-5-5' });
  tell('UserPromptSubmit', { prompt: PROMPT });
  for (const one of CALLS) call(one);
  tell('PermissionRequest', {
    tool_name: 'Bash',
    tool_input: { command: 'git push', description: 'Push the branch' },
    permission_suggestions: [
      {
        type: 'addRules',
        rules: [{ toolName: 'Bash', ruleContent: 'git push:*' }],
        behavior: 'allow',
        destination: 'localSettings',
      },
    ],
  });
  tell('Notification', { message: 'Claude needs your permission to use Bash', notification_type: 'permission_prompt' });
  tell('SubagentStop', { ...AGENT, last_assistant_message: ANSWER });
  tell('Stop', { last_assistant_message: ANSWER, background_tasks: [] });
  tell('SessionEnd', { reason: 'prompt_input_exit' });
  return lines;
}

/** A text in place of the answer is why it failed. */
type ToldCall = readonly [tool: string, input: Data, response: unknown, more?: Data];

const FILE = `${PROJECT}/src/session/renew.ts`;
const QUESTION = 'Which session should keep the cart?';

const CALLS: readonly ToldCall[] = [
  [
    'Grep',
    { pattern: 'carts\\.', path: `${PROJECT}/src`, output_mode: 'content' },
    {
      mode: 'content',
      numFiles: 0,
      filenames: [],
      content:
        'src/session/renew.ts:7:  await carts.delete(old.id);\nsrc/cart/store.ts:31:export const carts = createStore();',
    },
  ],
  [
    'Glob',
    { pattern: 'test/**/*.test.ts' },
    {
      numFiles: 2,
      filenames: [`${PROJECT}/test/cart/store.test.ts`, `${PROJECT}/test/session/renew.test.ts`],
      truncated: false,
    },
  ],
  [
    'Read',
    { file_path: FILE },
    { type: 'text', file: { filePath: FILE, content: RENEW, numLines: 9, startLine: 1, totalLines: 9 } },
  ],
  [
    'TodoWrite',
    {
      todos: [
        { content: 'Find where the cart is lost', status: 'completed' },
        { content: 'Move it to the new session', status: 'in_progress' },
        { content: 'Write a test', status: 'pending' },
      ],
    },
    { oldTodos: [{ content: 'Find where the cart is lost', status: 'in_progress' }], newTodos: [] },
  ],
  [
    'TaskCreate',
    { subject: 'Write a test', description: 'It should fail without the change.' },
    { task: { id: '1', subject: 'Write a test' } },
  ],
  [
    'TaskUpdate',
    { taskId: '1', status: 'in_progress' },
    { success: true, taskId: '1', statusChange: { from: 'pending', to: 'in_progress' } },
  ],
  [
    'Agent',
    {
      description: 'Follow the cart',
      subagent_type: 'Explore',
      prompt: 'Where is the cart kept? Answer with **one sentence**.',
    },
    {
      status: 'completed',
      agentId: AGENT.agent_id,
      content: [{ type: 'text', text: 'In `carts`, keyed by the session id.' }],
      totalDurationMs: 41_000,
      totalTokens: 18_204,
      totalToolUseCount: 5,
    },
  ],
  [
    'Read',
    { file_path: `${PROJECT}/src/cart/store.ts` },
    {
      type: 'text',
      file: { content: 'export const carts = createStore();\n', numLines: 1, startLine: 31, totalLines: 80 },
    },
    AGENT,
  ],
  [
    'Edit',
    {
      file_path: FILE,
      old_string: '  await carts.delete(old.id);',
      new_string: '  await carts.move(old.id, renewed.id);',
      replace_all: false,
    },
    { filePath: FILE, structuredPatch: PATCH, userModified: false, originalFile: RENEW },
  ],
  [
    'Write',
    {
      file_path: `${PROJECT}/test/session/renew.test.ts`,
      content:
        "import { expect, test } from 'vitest';\n\ntest('a renewal keeps the cart', async () => {\n  expect(await carts.of(renewed)).toHaveLength(2);\n});\n",
    },
    { type: 'create', structuredPatch: [], originalFile: null },
  ],
  [
    'MultiEdit',
    {
      file_path: `${PROJECT}/src/cart/store.ts`,
      edits: [
        { old_string: 'move(', new_string: 'moveTo(' },
        { old_string: 'a', new_string: 'b' },
      ],
    },
    {},
  ],
  [
    'NotebookEdit',
    {
      notebook_path: `${PROJECT}/carts.ipynb`,
      cell_id: 'c3',
      cell_type: 'code',
      edit_mode: 'replace',
      new_source: 'print(len(carts))',
    },
    {},
  ],
  [
    'Bash',
    { command: 'npm test -- --reporter=verbose | tee "$LOG"', description: 'Run all tests' },
    { stdout: TESTS, stderr: 'npm warn config ignoring "link"', interrupted: false, isImage: false },
  ],
  [
    'Bash',
    { command: 'npm run e2e', description: 'Run what takes long' },
    'Exit code 3\n\u001b[31mError\u001b[39m: no browser',
  ],
  ['Bash', { command: 'npm run dev', run_in_background: true }, { stdout: '', stderr: '', backgroundTaskId: 'b91x' }],
  [
    'WebFetch',
    { url: 'https://example.com/sessions', prompt: 'What does a renewal keep?' },
    { code: 200, codeText: 'OK', bytes: 5120, result: 'A renewal keeps **nothing** by itself.' },
  ],
  [
    'WebSearch',
    { query: 'session renewal cart' },
    {
      query: 'session renewal cart',
      results: [
        { tool_use_id: 'w', content: [{ title: 'Renewing sessions', url: 'https://example.com/renew' }] },
        'Carts are moved by hand.',
      ],
    },
  ],
  [
    'AskUserQuestion',
    {
      questions: [
        {
          question: QUESTION,
          header: 'Cart',
          multiSelect: false,
          options: [
            { label: 'The new one', description: 'What most shops do.' },
            { label: 'Both', description: 'Until the old one ends.' },
          ],
        },
      ],
    },
    { answers: { [QUESTION]: 'The new one' } },
  ],
  ['ExitPlanMode', { plan: '# Plan\n\n1. Move the cart\n2. Test it' }, { plan: '', isAgent: false }],
  [
    'mcp__tracker__find_issue',
    { query: 'cart', state: 'open' },
    [
      { type: 'text', text: 'Found **1** issue.' },
      { type: 'resource', resource: { uri: 'issue://17', text: 'The cart is lost' } },
    ],
    { mcp_server: { name: 'tracker', source: 'project' } },
  ],
  ['SomethingNew', { how: 'nobody knows', nested: { deep: [1, 2, 3] } }, { done: true }],
];
