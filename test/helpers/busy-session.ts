import { toEventType } from '../../src/shared/event-type.ts';
import type { StoryLine } from './story-line.ts';

type Data = Readonly<Record<string, unknown>>;

interface Call {
  readonly tool: string;
  readonly input: Data;
  readonly fromS: number;
  readonly tookS: number;
  readonly more?: Data;
}

export const BUSY_SESSION = '7be1a0c4-parallel';
const PROJECT = '/home/dev/code/search-service';
const [EXPLORE, REVIEW] = [
  { agent_id: 'agent-explore', agent_type: 'Explore' },
  { agent_id: 'agent-review', agent_type: 'code-reviewer' },
];

/** A session in which much runs at once: two sub-agents, waits for permission, a denial, an interrupt, a compaction; and a call that still runs. */
export function aBusySession(nowMs: number): StoryLine[] {
  return writeLines(nowMs - 3_000_000, (tell, call) => {
    tell(0, 'SessionStart', { source: 'startup', model: 'claude-opus-4-8' });
    tell(8, 'UserPromptSubmit', {
      prompt: 'Search answers slowly since Monday. Find out why; have both parts looked at.',
    });
    for (const [at, word] of ['index', 'query', 'rank', 'cache'].entries()) {
      call({ tool: 'Grep', input: { pattern: word, path: `${PROJECT}/src` }, fromS: 14 + at * 0.3, tookS: 1.2 + at });
    }
    call({ tool: 'Read', input: { file_path: `${PROJECT}/src/query/plan.ts` }, fromS: 21, tookS: 0.3 });
    const explored = { tool_response: { status: 'completed', agentId: EXPLORE.agent_id } };
    const sent = { description: 'Follow a slow query', subagent_type: 'Explore', prompt: 'Where does it wait?' };
    call({ tool: 'Agent', input: sent, fromS: 26, tookS: 94, more: explored });
    const reviewed = { tool_response: { status: 'completed', agentId: REVIEW.agent_id } };
    const asked = { description: 'Review Monday’s changes', subagent_type: 'code-reviewer', prompt: 'What changed?' };
    call({ tool: 'Agent', input: asked, fromS: 26.2, tookS: 61, more: reviewed });
    tell(26.5, 'SubagentStart', EXPLORE);
    tell(26.8, 'SubagentStart', REVIEW);
    const bash = (command: string, fromS: number, tookS: number, more: Data = {}) =>
      call({ tool: 'Bash', input: { command }, fromS, tookS, more });
    bash('npm run bench -- --filter query', 34, 38, EXPLORE);
    call({ tool: 'Grep', input: { pattern: 'await lock' }, fromS: 78, tookS: 0.8, more: EXPLORE });
    bash('npm run bench -- --filter lock', 84, 31, EXPLORE);
    tell(119, 'SubagentStop', { ...EXPLORE, last_assistant_message: 'Every query waits for the lock of the index.' });
    bash('git log --since=monday --stat', 31, 1.4, REVIEW);
    bash('git show 4f1c2aa', 35, 0.6, REVIEW);
    call({ tool: 'WebSearch', input: { query: 'exclusive lock readers' }, fromS: 44, tookS: 12.4, more: REVIEW });
    bash('npm run lint', 60, 18, { ...REVIEW, error: 'Exit code 1\nsrc/index/lock.ts: no unused result' });
    tell(86, 'SubagentStop', { ...REVIEW, last_assistant_message: 'The lock was made exclusive on Monday.' });
    call({
      tool: 'Edit',
      input: { file_path: `${PROJECT}/src/index/lock.ts`, old_string: 'a', new_string: 'b' },
      fromS: 131,
      tookS: 0.4,
    });
    bash('npm test', 140, 46, { error: 'Exit code 1\nFAIL test/index/lock.test.ts > readers do not wait' });
    call({
      tool: 'Edit',
      input: { file_path: `${PROJECT}/src/index/lock.ts`, old_string: 'b', new_string: 'c' },
      fromS: 204,
      tookS: 0.4,
    });
    bash('npm test', 214, 41);
    tell(262, 'Stop', {
      last_assistant_message: 'Readers wait for one another since Monday. They no longer do; tests pass.',
    });
    tell(322, 'Notification', { message: 'Claude is waiting for your input', notification_type: 'idle_prompt' });

    tell(1690, 'UserPromptSubmit', { prompt: 'Good. Try it on staging, then write it up.' });
    tell(1704.2, 'PermissionRequest', { tool_name: 'Bash', tool_input: { command: 'deploy staging' } });
    bash('deploy staging', 1704, 118, { duration_ms: 52_000 });
    tell(1710, 'Notification', { message: 'Claude needs your permission', notification_type: 'permission_prompt' });
    bash('curl -s https://staging.example.com/health', 1830, 0.4);
    tell(1838, 'PreCompact', { trigger: 'auto' });
    tell(1871, 'PostCompact', { trigger: 'auto' });
    tell(1872, 'SessionStart', { source: 'compact' });
    call({ tool: 'Write', input: { file_path: `${PROJECT}/docs/lock.md`, content: '…' }, fromS: 1890, tookS: 0.9 });
    tell(1910, 'PreToolUse', ids('Bash', { command: 'git push --force' }, 'denied'));
    tell(1914, 'PermissionDenied', { ...ids('Bash', { command: 'git push --force' }, 'denied'), reason: 'by a rule' });
    tell(1922, 'StopFailure', { error: 'overloaded', last_assistant_message: 'The model is overloaded.' });

    tell(2880, 'UserPromptSubmit', { prompt: 'Go on: measure it again under load.' });
    for (const [at, shard] of ['one', 'two', 'three'].entries()) {
      bash(`npm run load -- --shard ${shard}`, 2890 + at, 40 + at * 7);
    }
    tell(2950, 'PreToolUse', ids('Bash', { command: 'npm run load -- --all' }, 'runs'));
  });
}

/** Turns of ten calls each, three of them at once, with pauses between; for what has to stay quick. */
export function aLongSession(id: string, nowMs: number, calls: number): StoryLine[] {
  const turns = Math.ceil(calls / 10);
  const lines = writeLines(nowMs - turns * 240_000, (tell, call) => {
    for (let turn = 0; turn < turns; turn += 1) {
      const beganS = turn * 240;
      tell(beganS, 'UserPromptSubmit', { prompt: `Turn ${turn}: and now the next part` });
      for (let at = 0; at < 10; at += 1) {
        const tool = ['Bash', 'Read', 'Grep', 'Edit'][(turn + at) % 4] ?? 'Bash';
        const failed = (turn * 10 + at) % 37 === 0 ? { error: 'Exit code 1\nit failed' } : {};
        const input = { command: `step ${turn}.${at}`, file_path: `/f/${at}`, pattern: `p${at}` };
        call({ tool, input, fromS: beganS + 3 + at * 8, tookS: 2 + ((turn + at) % 5) * 6, more: failed });
      }
      tell(beganS + 118, 'Stop', { last_assistant_message: `Turn ${turn} is done.` });
    }
  });
  return lines.map((line) => ({ ...line, data: { ...line.data, session_id: id } }));
}

function ids(tool: string, input: Data, id: string): Data {
  return { tool_name: tool, tool_input: input, tool_use_id: id };
}

type Tell = (atS: number, event: string, data?: Data) => void;

function writeLines(beganMs: number, write: (tell: Tell, call: (call: Call) => void) => void): StoryLine[] {
  const lines: StoryLine[] = [];
  const tell: Tell = (atS, event, data = {}) => {
    const context = { session_id: BUSY_SESSION, cwd: PROJECT, hook_event_name: event, permission_mode: 'default' };
    const timestamp = new Date(beganMs + atS * 1000).toISOString();
    lines.push({ type: toEventType(event), timestamp, data: { ...context, ...data } });
  };
  let calls = 0;
  write(tell, ({ tool, input, fromS, tookS, more = {} }) => {
    calls += 1;
    const begun = { ...ids(tool, input, `busy-${calls}`), ...pick(more, ['agent_id', 'agent_type']) };
    const event = more.error === undefined ? 'PostToolUse' : 'PostToolUseFailure';
    const ended = { tool_response: { stdout: '', stderr: '' }, duration_ms: Math.round(tookS * 1000), ...more };
    tell(fromS, 'PreToolUse', begun);
    tell(fromS + tookS, event, { ...begun, ...ended });
  });
  return lines.sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
}

function pick(fields: Data, names: readonly string[]): Data {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}
