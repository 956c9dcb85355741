import './session-row.css';
import { useState } from 'preact/hooks';
import { sayEndReason } from '../../../shared/end-reason.ts';
import type { SessionView } from '../../../shared/session-view.ts';
import { Icon } from '../../components/icon.tsx';
import { Lamp } from '../../components/lamp.tsx';
import { RenameField } from '../../components/rename-field.tsx';
import { SessionActs } from '../../components/session-acts.tsx';
import { Elapsed } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';
import { projectName, sessionName } from '../../state/group-sessions.ts';
import { renaming } from '../../state/labels.ts';

/** What a line can hold at most; the rest is on the session's own page. */
const MAX_CHARS = 240;

interface SessionRowProps {
  readonly session: SessionView;
  readonly withProject: boolean;
  /** Its place among those of its group: the edges are round. */
  readonly edges: string;
}

/** One session in two lines: what it is about, and what it does right now. */
export function SessionRow(props: SessionRowProps) {
  const { id, state, hidden } = props.session;
  const look = `session-row is-${state} ${hidden ? 'is-hidden' : ''} ${props.edges}`;
  if (renaming.value === id) {
    return (
      <div class={look}>
        <Cells {...props} isRenamed />
      </div>
    );
  }
  return <Item {...props} look={look} />;
}

/** What can be done with it comes when it is pointed at or has the focus: a list that is scrolled has more to do. */
function Item({ look, ...props }: SessionRowProps & { readonly look: string }) {
  const { id } = props.session;
  const [isNear, setNear] = useState(false);
  const onLeave = ({ currentTarget }: { readonly currentTarget: HTMLElement }): void =>
    setNear(currentTarget.contains(document.activeElement));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the link and the buttons in it are what is used
    <div
      class="session-item"
      data-session={id}
      onMouseEnter={() => setNear(true)}
      onFocusIn={() => setNear(true)}
      onMouseLeave={onLeave}
    >
      <a class={look} href={sessionPath(id)}>
        <Cells {...props} />
      </a>
      {isNear && (
        <div class="session-row-acts">
          <SessionActs session={props.session} />
        </div>
      )}
    </div>
  );
}

function Cells({ session, withProject, isRenamed = false }: SessionRowProps & { readonly isRenamed?: boolean }) {
  const { state, since, counts, pinned, name, title, lastPrompt } = session;
  const asked = (name ?? title) === undefined ? undefined : lastPrompt?.text; // else it is the name
  return (
    <>
      <Lamp state={state} />
      <span class="session-what">
        {isRenamed ? (
          <RenameField session={session} />
        ) : (
          <span class="session-title">
            {pinned && <Pinned />}
            <bdi class="session-name">{line(sessionName(session)) ?? 'No prompt yet'}</bdi>
          </span>
        )}
        <span class="session-now">
          {withProject && <bdi class="session-project">{line(projectName(session))}</bdi>}
          <Now session={session} hasMore={asked !== undefined} />
          {asked !== undefined && <bdi class="session-prompt">{line(asked)}</bdi>}
        </span>
      </span>
      <span class="session-since">
        <Elapsed since={since} isOver={state === 'ended' || state === 'lost'} />
      </span>
      <span class="session-counts">
        <Count count={counts.prompts} noun="prompt" />
        <Count count={counts.toolCalls} noun="call" />
        <Count count={counts.errors} noun="error" isBad />
      </span>
    </>
  );
}

function Pinned() {
  return (
    <span class="session-pin" title="Pinned: its events stay">
      <Icon name="pin" />
      <span class="unseen">Pinned: </span>
    </span>
  );
}

/** What it does, or why it does nothing; of one that nothing else is said of, which one it is. */
function Now({ session, hasMore }: Pick<SessionRowProps, 'session'> & { readonly hasMore: boolean }) {
  const { activity, why, state, id } = session;
  if (state === 'waiting' && why !== undefined) {
    return (
      <>
        <bdi class="session-why">{line(why)}</bdi>
        {activity !== undefined && <bdi class="session-summary">{line(activity.summary)}</bdi>}
      </>
    );
  }
  if (activity !== undefined) {
    return (
      <>
        <span class="session-tool">{line(activity.tool)}</span>
        <bdi class="session-summary">{line(activity.summary)}</bdi>
      </>
    );
  }
  const ended = line(sayEndReason(why));
  if (ended === undefined && hasMore) return null;
  return <bdi class="session-summary">{ended ?? <code>{line(id.slice(0, 8))}</code>}</bdi>;
}

function Count({
  count,
  noun,
  isBad = false,
}: {
  readonly count: number;
  readonly noun: string;
  readonly isBad?: boolean;
}) {
  return (
    <span class={`count ${count === 0 ? 'count-none' : ''} ${isBad && count > 0 ? 'count-bad' : ''}`}>
      <b>{count.toLocaleString()}</b> {count === 1 ? noun : `${noun}s`}
    </span>
  );
}

function line(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toVisibleText(text.slice(0, MAX_CHARS)).replaceAll('\n', ' ');
}
