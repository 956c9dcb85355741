import type { Block, Reply, Scenarios } from './conversation.ts';

/** What the scripted assistant can be asked to do, in a project that lies at `project`. */
export function createScenarios(project: string): Scenarios {
  const read = (name: string) => call('Read', { file_path: `${project}/${name}` });
  return {
    hello: [say('Hello.')],
    parallel: [turn(bash('echo one'), bash('echo two'), read('a.txt')), say('All three are done.')],
    failing: [turn(bash('echo oops >&2; exit 3'), read('a.txt')), say('One of them failed.')],
    missing: [turn(read('does-not-exist.txt')), turn(call('NoSuchTool', { a: 1 })), say('Neither worked.')],
    denied: [turn(bash('touch forbidden.txt')), say('That was not allowed.')],
    files: [
      turn(call('Write', { file_path: `${project}/new.txt`, content: 'one\ntwo\n' })),
      turn(call('Edit', { file_path: `${project}/new.txt`, old_string: 'two', new_string: '2', replace_all: false })),
      say('Written and edited.'),
    ],
    agents: [
      turn(agent('[[mock:job]] a', { background: false }), agent('[[mock:failing]] b', { background: false })),
      say('Both sub-agents have answered.'),
    ],
    agent: [turn(agent('[[mock:job]] alone', { background: false })), say('The sub-agent has answered.')],
    background: [turn(agent('[[mock:job]] meanwhile', { background: true })), say('It runs in the background.')],
    job: [turn(bash('echo from a sub-agent')), say('The job is done.')],
    moving: [turn(bash('cd sub && pwd')), say('Moved.')],
    tasks: [
      turn(call('TaskCreate', { subject: 'First', description: 'The first thing', activeForm: 'Doing it' })),
      turn(call('TaskUpdate', { taskId: '1', status: 'completed' })),
      say('The task is done.'),
    ],
    outage: [{ fail: { status: 400, type: 'invalid_request_error', message: 'scripted: bad request' } }],
  };
}

function turn(...blocks: readonly Block[]): Reply {
  return { say: blocks };
}

function say(text: string): Reply {
  return turn({ type: 'text', text: `${text}\n` });
}

function call(name: string, input: Readonly<Record<string, unknown>>): Block {
  return { type: 'tool_use', name, input };
}

function bash(command: string): Block {
  return call('Bash', { command, description: 'A scripted command' });
}

function agent(prompt: string, { background }: { background: boolean }): Block {
  return call('Agent', {
    description: 'A small job',
    prompt,
    subagent_type: 'general-purpose',
    run_in_background: background,
  });
}
