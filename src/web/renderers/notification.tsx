import { toVisibleText } from '../components/visible-text.ts';
import { textOf } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { FieldList } from './section.tsx';

const CONTEXT = ['session_id', 'transcript_path', 'cwd', 'hook_event_name', 'prompt_id', 'message', 'title'];
const MAX_CHARS = 2000;

/** What Claude Code wanted attention for. */
export function NotificationEvent({ first: { data } }: DetailProps) {
  const title = textOf(data.title);
  return (
    <>
      {title !== undefined && <p class="lead">{toVisibleText(title.slice(0, MAX_CHARS))}</p>}
      <p class="lead">
        <bdi>{toVisibleText((textOf(data.message) ?? 'Without a word.').slice(0, MAX_CHARS))}</bdi>
      </p>
      <FieldList title="More" fields={data} known={CONTEXT} />
    </>
  );
}
