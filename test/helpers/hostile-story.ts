import type { TestDaemon } from './daemon.ts';

type Data = Readonly<Record<string, unknown>>;

/** A session id may not be endless; what is cut off stands in all the other places. */
const MAX_NAME_CHARS = 150;

/** Of a larger text only those calls are told that show it in ways of their own. */
const LARGE_CHARS = 100_000;
const LARGE = ['Bash', 'Edit', 'Read', 'Grep', 'Agent', 'constructor'];

/** Tells a whole session in which every text is the same: in prompts, commands, answers, names and keys. */
export async function tellHostile(daemon: TestDaemon, text: string): Promise<string> {
  const name = text.slice(0, MAX_NAME_CHARS);
  const session = `hostile ${name}`;
  const context = { session_id: session, cwd: `/home/dev/${name}`, agent_type: name, session_title: name };
  const tell = async (event: string, data: Data): Promise<void> => {
    const status = await daemon.post({ ...context, ...data, hook_event_name: event });
    if (status >= 300) throw new Error(`${event} was answered with ${status}.`);
  };
  await tell('UserPromptSubmit', { prompt: text });
  const told =
    text.length < LARGE_CHARS ? calls(text, name) : calls(text, name).filter(([tool]) => LARGE.includes(tool));
  for (const [at, [tool, input, answer]] of told.entries()) {
    const call = { tool_name: tool, tool_input: input, tool_use_id: `${at} ${name}`, agent_id: `agent ${name}` };
    await tell('PreToolUse', call);
    if (at % 4 === 3) await tell('PostToolUseFailure', { ...call, error: `Exit code 1\n${text}` });
    else await tell('PostToolUse', { ...call, tool_response: answer });
  }
  const suggestions = [{ type: text, behavior: name, rules: [{ toolName: name, ruleContent: name }] }];
  await tell('PermissionRequest', {
    tool_name: name,
    tool_input: { command: text },
    permission_suggestions: suggestions,
  });
  await tell('Notification', { message: text, title: text, notification_type: name });
  await tell('SubagentStop', { agent_id: `agent ${name}`, last_assistant_message: text });
  await tell('Stop', { last_assistant_message: text, background_tasks: [{ id: name, type: name, command: text }] });
  await tell('SessionStart', { source: name, model: name });
  return session;
}

type Told = readonly [tool: string, input: Data, answer: unknown];

function calls(text: string, name: string): Told[] {
  const block = { type: 'text', text };
  const hunk = { oldStart: 1, newStart: 1, lines: text.split('\n').flatMap((line) => [`-${line}`, `+${line}!`]) };
  const path = `/home/dev/${name}/${name}.ts`;
  return [
    ['Bash', { command: text, description: text }, { stdout: text, stderr: text }],
    ['Edit', { file_path: path, old_string: text, new_string: `${text}!` }, { structuredPatch: [hunk] }],
    ['MultiEdit', { file_path: path, edits: [{ old_string: text, new_string: `a ${text}` }] }, {}],
    ['Write', { file_path: path, content: text }, { type: 'create' }],
    ['Write', { file_path: path, content: text }, { type: 'create' }],
    ['Read', { file_path: path }, { type: 'text', file: { content: text, startLine: 1, numLines: 1, totalLines: 9 } }],
    ['Grep', { pattern: text, path }, { mode: 'content', content: text }],
    ['Glob', { pattern: name }, { filenames: text.split('\n'), numFiles: 1 }],
    [
      'TodoWrite',
      {
        todos: [
          { content: text, status: name },
          { content: text, status: 'constructor' },
        ],
      },
      {},
    ],
    ['TaskCreate', { subject: text, description: text }, { task: { id: name } }],
    ['Agent', { description: text, prompt: text, subagent_type: name }, { agentId: `agent ${name}`, content: [block] }],
    ['WebFetch', { url: `javascript:${text}`, prompt: text }, { result: text, code: 200, codeText: text }],
    ['WebFetch', { url: `https://e.example/${text}`, prompt: text }, { result: text }],
    ['WebSearch', { query: text }, { results: [text, { content: [{ title: text, url: text }] }] }],
    [
      'AskUserQuestion',
      { questions: [{ question: text, header: text, options: [{ label: text }] }] },
      { answers: { [text]: text } },
    ],
    ['ExitPlanMode', { plan: text }, {}],
    [
      `mcp__${name}__${name}`,
      { [name]: text },
      [
        block,
        { type: 'image', data: text, mimeType: 'image/png' },
        { type: 'resource', resource: { uri: text, text } },
      ],
    ],
    [name, JSON.parse(`{"__proto__": {"a": 1}, "constructor": "b"}`) as Data, { [name]: text }],
    ['constructor', { toString: text, hasOwnProperty: text }, text],
    ['Edit', { file_path: 1, edits: 'none' }, [null, 1, 'x']],
  ];
}
