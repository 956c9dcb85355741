import { Markdown } from '../components/markdown.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { agentPath } from '../state/address.ts';
import { fieldsOf, listOf, textOf } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { FieldList, Section } from './section.tsx';

const CONTEXT = [
  ...['session_id', 'transcript_path', 'cwd', 'hook_event_name', 'prompt_id', 'permission_mode', 'effort'],
  ...['agent_id', 'agent_type', 'agent_transcript_path', 'stop_hook_active', 'scratchpad_dir'],
  ...['prompt', 'last_assistant_message', 'compact_summary', 'error', 'background_tasks', 'session_crons'],
];
const MAX_TASKS = 50;

/** What somebody said: a prompt, an answer, a summary; and what went wrong, or goes on behind it. */
export function MessageEvent({ first: { data, session_id: session } }: DetailProps) {
  const text = textOf(data.prompt) ?? textOf(data.last_assistant_message) ?? textOf(data.compact_summary);
  const error = textOf(data.error);
  const agent = textOf(data.agent_id);
  const tasks = listOf(data.background_tasks).map(fieldsOf);
  return (
    <>
      {error !== undefined && <p class="note is-bad">{toVisibleText(error.slice(0, 1000))}</p>}
      {text === undefined ? <p class="note">Without a word.</p> : <Markdown text={text} />}
      {agent !== undefined && session !== undefined && (
        <p>
          <a href={agentPath(session, agent)}>What this agent did</a>
        </p>
      )}
      {tasks.length > 0 && (
        <Section title="Goes on in the background">
          <ul class="todos">
            {tasks.slice(0, MAX_TASKS).map(({ id, type, status, description, command }, index) => (
              <li key={index} class="todo">
                <bdi>{[type, id, status, description ?? command].map(shown).filter(Boolean).join(' · ')}</bdi>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <FieldList title="More" fields={data} known={CONTEXT} />
    </>
  );
}

function shown(value: unknown): string {
  return toVisibleText((textOf(value) ?? '').slice(0, 300));
}
