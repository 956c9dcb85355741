import { useEffect, useState } from 'preact/hooks';
import type { Envelope } from '../../../shared/envelope.ts';
import { isObject } from '../../../shared/wire.ts';
import { ChangeCount } from '../../components/change-count.tsx';
import { CodeText } from '../../components/code-text.tsx';
import { Diff } from '../../components/diff.tsx';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { changeOf } from '../../state/file-change.ts';
import type { Touch } from '../../state/touch.ts';
import { languageOf } from '../../text/language-of.ts';

const WORDS = { read: 'Read', edit: 'Edited', write: 'Written' } as const;

/** One touch of a file: when, by whom, and what it changed. */
export function FileTouch({ touch }: { readonly touch: Touch }) {
  const { address } = useDashboard();
  const { seq, at, kind, agentId, agentType, added, removed } = touch;
  const query = new URLSearchParams(address.value.query);
  query.set('event', String(seq));
  return (
    <article class="touch">
      <header class="touch-head">
        <Time at={at} withDay />
        <span class={`touch-kind touch-${kind}`}>{WORDS[kind]}</span>
        {agentId !== undefined && <bdi class="quiet">by {toVisibleText((agentType ?? agentId).slice(0, 100))}</bdi>}
        {kind !== 'read' && <ChangeCount added={added} removed={removed} />}
        <a href={`?${query}`}>Detail</a>
      </header>
      {kind !== 'read' && <Change seq={seq} />}
    </article>
  );
}

function Change({ seq }: { readonly seq: number }) {
  const event = useEvent(seq);
  if (event === undefined) return <div class="loading" role="status" aria-label="Reading the change" />;
  if (event === 'gone') return <p class="note">This change is not there any more.</p>;
  const { tool_name: tool, tool_input: input, tool_response: response } = event.data;
  const change = changeOf(tool, isObject(input) ? input : {}, isObject(response) ? response : {});
  const language = change.language ?? languageOf(change.path);
  return (
    <>
      {change.note !== undefined && <p class="note">{toVisibleText(change.note)}</p>}
      {change.hunks.length > 0 && <Diff hunks={change.hunks} language={language} label="Changes" />}
      {change.content !== undefined && (
        <CodeText text={change.content} language={language} label="Content" firstLine={1} />
      )}
    </>
  );
}

function useEvent(seq: number): Envelope | 'gone' | undefined {
  const { client } = useDashboard();
  const [event, setEvent] = useState<Envelope | 'gone' | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const found = await client.event(seq).catch(() => undefined);
      if (isCurrent) setEvent(found ?? 'gone');
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [client, seq]);
  return event;
}
