import { openStream, print } from './headless.ts';
import { type Person, sitDown } from './person.ts';
import type { Stage } from './stage.ts';

/** What is allowed without asking where a story is not about permissions. */
const ALLOW = ['--allowedTools', 'Bash', 'Read', 'Edit', 'Write', 'Agent', 'TaskCreate', 'TaskUpdate'];

/** The first two sessions of this machine begin at once, with tools in parallel, while no daemon runs yet. */
export async function coldStart({ world }: Stage): Promise<void> {
  const prompts = ['[[mock:parallel]] first', '[[mock:parallel]] second'];
  await Promise.all(prompts.map((prompt) => print(world, prompt, ALLOW)));
}

/** One headless session for each way a tool call can go. */
async function headlessCalls({ world }: Stage): Promise<void> {
  await print(world, '[[mock:failing]] go', ALLOW);
  await print(world, '[[mock:missing]] go', ALLOW);
  await print(world, '[[mock:files]] go', ALLOW);
  await print(world, '[[mock:denied]] nobody is there to allow it', []);
  await print(world, '[[mock:denied]] a rule forbids it', ['--disallowedTools', 'Bash(touch:*)']);
}

/** Sub-agents that the main agent waits for, two at once, and one in the background whose end wakes it again. */
async function headlessAgents({ world }: Stage): Promise<void> {
  await print(world, '[[mock:agents]] go', ALLOW);
  await print(world, '[[mock:background]] go', ALLOW);
}

/** F56: the API fails, and Claude Code ends without waiting for its StopFailure hooks. */
async function apiFailure({ world }: Stage): Promise<void> {
  for (const attempt of ['first', 'second', 'third']) await print(world, `[[mock:outage]] ${attempt}`, ALLOW);
}

/** A long session as an SDK holds it: a refusal, a change of model and mode, `/compact`, `/clear` and what follows. */
async function sdkSession({ world }: Stage): Promise<void> {
  const session = openStream(world, ['--allowedTools', 'Read', 'Bash(cd:*)', 'TaskCreate', 'TaskUpdate']);
  await session.control({ subtype: 'initialize' });
  await session.say('[[mock:tasks]] go');
  await session.sayAndRefuse('[[mock:denied]] go');
  await session.control({ subtype: 'set_model', model: 'claude-sonnet-5' });
  await session.control({ subtype: 'set_permission_mode', mode: 'acceptEdits' });
  await session.say('[[mock:files]] go');
  await session.say('/compact');
  await session.say('[[mock:moving]] go');
  await session.say('/clear');
  await session.say('[[mock:hello]] after clear');
  await session.end();
}

/** A person at a terminal: tools in parallel, a question answered yes, one answered no, a background agent, `/clear`. */
async function terminalSession(stage: Stage): Promise<void> {
  const flags = ['--allowedTools', 'Read', 'Agent', 'Bash(echo:*)'];
  await sitDown(stage, { name: 'person', flags }, async (person) => {
    await person.turn('[[mock:parallel]] go');
    await person.turnWithQuestion('[[mock:denied]] say yes', 'Enter');
    await person.turnWithQuestion('[[mock:failing]] say no', 'Escape');
    await person.turn('[[mock:background]] go');
    await person.clear();
    await person.turn('[[mock:hello]] after clear');
  });
}

/** Alone at a terminal every agent runs in the background; switched off, the main agent waits for its sub-agents. */
async function terminalAgents(stage: Stage): Promise<void> {
  const env = { CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1' };
  await sitDown(stage, { name: 'agents', flags: ALLOW, env }, async (person: Person) => {
    await person.turn('[[mock:agents]] go');
  });
}

/** All that follows the cold start, one after the other. */
export const STORIES: readonly { readonly name: string; readonly play: (stage: Stage) => Promise<void> }[] = [
  { name: 'headless calls', play: headlessCalls },
  { name: 'headless agents', play: headlessAgents },
  { name: 'API failure', play: apiFailure },
  { name: 'SDK session', play: sdkSession },
  { name: 'terminal session', play: terminalSession },
  { name: 'terminal agents', play: terminalAgents },
];
