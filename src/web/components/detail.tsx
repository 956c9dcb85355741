import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Envelope } from '../../shared/envelope.ts';
import { type DetailProps, findRenderer } from '../renderers/registry.ts';
import { sessionPath } from '../state/address.ts';
import { useDashboard } from '../state/dashboard.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';
import { Message } from './message.tsx';
import { RawJson } from './raw-json.tsx';
import { Time } from './time.tsx';
import { toVisibleText } from './visible-text.ts';

interface DetailPaneProps {
  readonly seq: number;
  readonly endSeq?: number | undefined;
  /** Whether the session is on the page already. */
  readonly withSession: boolean;
  readonly onClose: () => void;
}

interface Shown extends DetailProps {
  readonly Body: ComponentType<DetailProps>;
}

/** One event, or one call with its two, as far as anybody may want to know. */
export function DetailPane({ seq, endSeq, withSession, onClose }: DetailPaneProps) {
  const shown = useShown(seq, endSeq);
  return (
    <aside class="detail" aria-label="Detail">
      <header class="detail-head">
        <h2>{typeof shown === 'object' ? titleOf(shown.first) : `Event ${seq}`}</h2>
        <button type="button" class="icon-button" aria-label="Close the detail" title="Close (Esc)" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {shown === undefined && <div class="loading" role="status" aria-label="Loading" />}
      {shown === 'gone' && <Message title="This event is not there any more." />}
      {typeof shown === 'object' && <Body {...shown} withSession={withSession} />}
    </aside>
  );
}

function Body({ first, last, Body: Renderer, withSession }: Shown & { readonly withSession: boolean }) {
  return (
    <div class="detail-body">
      <Facts first={first} last={last} withSession={withSession} />
      <Renderer first={first} last={last} />
      <RawJson title={last === undefined ? 'Raw event' : 'Raw event, beginning'} value={first} />
      {last !== undefined && <RawJson title="Raw event, end" value={last} />}
    </div>
  );
}

function Facts({ first, last, withSession }: DetailProps & { readonly withSession: boolean }) {
  const { session_id: session, data } = first;
  const agent = [data.agent_type, data.agent_id].filter((part) => typeof part === 'string').join(' ');
  const ms = last?.data.duration_ms;
  return (
    <dl class="facts">
      <Fact name="Time">
        <Time at={first.timestamp} withDay />
        {typeof ms === 'number' && ` · took ${ms.toLocaleString()} ms`}
      </Fact>
      <Fact name="Type">
        <code>{last === undefined ? first.type : `${first.type} → ${last.type}`}</code>
      </Fact>
      {session !== undefined && !withSession && (
        <Fact name="Session">
          <a href={`${sessionPath(session)}?event=${first.seq}`}>{toVisibleText(session)}</a>
        </Fact>
      )}
      {agent !== '' && <Fact name="Agent">{toVisibleText(agent)}</Fact>}
      {typeof data.tool_use_id === 'string' && (
        <Fact name="Call">
          <code>{toVisibleText(data.tool_use_id)}</code>{' '}
          <CopyButton text={data.tool_use_id} label="Copy the id of the call" />
        </Fact>
      )}
      {first.cut && <Fact name="Cut">This event was too large to be kept whole; it says where.</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function titleOf({ type, data }: Envelope): string {
  const name = data.tool_name ?? data.hook_event_name ?? type;
  return toVisibleText(String(name)).slice(0, 100);
}

/** The events come from the store when they are looked at: a list of them all would be too large to hold. */
function useShown(seq: number, endSeq: number | undefined): Shown | 'gone' | undefined {
  const { client, feed } = useDashboard();
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState<Shown | 'gone' | undefined>(undefined);
  useEffect(() => feed.subscribe({ onReset: (hasGone) => hasGone && setRound((last) => last + 1) }), [feed]);
  useEffect(() => {
    let isCurrent = true;
    const read = async (wanted: number): Promise<Envelope | undefined> => {
      const { events } = await client.events({ after: wanted - 1, limit: 1 });
      return events.find((event) => event.seq === wanted);
    };
    const show = async (): Promise<void> => {
      const first = await read(seq);
      const last = endSeq === undefined || endSeq === seq ? undefined : await read(endSeq);
      const next = first === undefined ? 'gone' : { first, last, Body: await findRenderer(first)() };
      if (isCurrent) setShown(next);
    };
    const orNothing = async (): Promise<void> => {
      try {
        await show();
      } catch {
        if (isCurrent) setShown('gone'); // away: the banner says so
      }
    };
    void orNothing();
    return () => {
      isCurrent = false;
    };
  }, [client, seq, endSeq, round]);
  return shown;
}
