import type { ComponentChildren } from 'preact';
import { printDuration } from '../../shared/print-duration.ts';
import type { DetailProps } from '../renderers/detail-props.ts';
import { agentPath, sessionPath } from '../state/address.ts';
import { useDashboard } from '../state/dashboard.ts';
import { sessionName } from '../state/group-sessions.ts';
import { CopyButton } from './copy-button.tsx';
import { OtherEnd } from './other-end.tsx';
import { Time } from './time.tsx';
import { toVisibleText } from './visible-text.ts';

interface FactsProps extends DetailProps {
  /** Whether the session is on the page already. */
  readonly withSession: boolean;
}

const MAX_CHARS = 300;

/** When it was, whose it is, and where to go from here. */
export function DetailFacts({ first, last, withSession }: FactsProps) {
  const { session_id: session, data } = first;
  const call = data.tool_use_id;
  const ms = (last ?? first).data.duration_ms;
  return (
    <dl class="facts">
      <Fact name="Time">
        <Time at={first.timestamp} withDay />
        {typeof ms === 'number' && <span title={`${ms.toLocaleString()} ms`}> · took {printDuration(ms)}</span>}
      </Fact>
      <Fact name="Type">
        <code>{shown(last === undefined ? first.type : `${first.type} → ${last.type}`)}</code>
      </Fact>
      {session !== undefined && !withSession && (
        <Fact name="Session">
          <SessionLink id={session} seq={first.seq} />
        </Fact>
      )}
      <AgentFact session={session} id={data.agent_id} type={data.agent_type} />
      {typeof call === 'string' && (
        <Fact name="Call">
          <code>{shown(call)}</code> <CopyButton text={call} label="Copy the id of the call" />
          {last === undefined && <OtherEnd event={first} />}
        </Fact>
      )}
      {(first.cut || last?.cut) && <Fact name="Cut">This event was too large to be kept whole; it says where.</Fact>}
    </dl>
  );
}

/** By what a person calls it, where the page holds it. */
function SessionLink({ id, seq }: { readonly id: string; readonly seq: number }) {
  const { sessions } = useDashboard();
  const session = sessions.byId.value.get(id);
  const name = session && sessionName(session);
  return (
    <>
      <a href={`${sessionPath(id)}?event=${seq}`} title={id}>
        <bdi>{shown(name ?? id)}</bdi>
      </a>
      {session?.hidden && <span class="tag">Hidden</span>}
    </>
  );
}

interface AgentFactProps {
  readonly session: string | undefined;
  readonly id: unknown;
  readonly type: unknown;
}

function AgentFact({ session, id, type }: AgentFactProps) {
  const name = [type, id].filter((part) => typeof part === 'string' && part !== '').join(' ');
  if (name === '') return null;
  return (
    <Fact name="Agent">
      {session !== undefined && typeof id === 'string' ? (
        <a href={agentPath(session, id)}>{shown(name)}</a>
      ) : (
        shown(name)
      )}
    </Fact>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function shown(text: string): string {
  return toVisibleText(text.slice(0, MAX_CHARS));
}
