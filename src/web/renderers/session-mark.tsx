import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toVisibleText } from '../components/visible-text.ts';
import { numberOf, textOf } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { FieldList } from './section.tsx';

const KNOWN = [
  ...['session_id', 'transcript_path', 'cwd', 'hook_event_name', 'prompt_id', 'source', 'reason'],
  ...['seconds_since_last_response', 'context_tokens', 'agent_id', 'agent_type'],
];

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['startup', 'A new session.'],
  ['resume', 'Taken up again.'],
  ['clear', 'Cleared: it goes on without what was said before.'],
  ['compact', 'Goes on after its context was compacted.'],
  ['fork', 'Forked from another session.'],
  ['logout', 'Its user logged out.'],
  ['prompt_input_exit', 'Its user left.'],
]);

/** How a session began, or ended. */
export function SessionMark({ first: { data } }: DetailProps) {
  const word = textOf(data.source) ?? textOf(data.reason) ?? textOf(data.agent_type) ?? 'unknown';
  const pauseS = numberOf(data.seconds_since_last_response);
  const tokens = numberOf(data.context_tokens);
  const facts = [
    pauseS !== undefined && `after ${printDuration(pauseS * 1000)}`,
    tokens !== undefined && `with ${printCount(tokens, 'token')}`,
  ].filter(Boolean);
  return (
    <>
      <p class="lead">
        {SENTENCES.get(word) ?? toVisibleText(word.slice(0, 200))}
        {facts.length > 0 && <span class="section-aside">{facts.join(', ')}</span>}
      </p>
      <FieldList title="More" fields={data} known={KNOWN} />
    </>
  );
}
