import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { sayEndReason } from '../../../shared/end-reason.ts';
import type { SessionDetail, SessionView } from '../../../shared/session-view.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Lamp } from '../../components/lamp.tsx';
import { RenameField } from '../../components/rename-field.tsx';
import { SessionActs } from '../../components/session-acts.tsx';
import { shortId } from '../../components/short-id.ts';
import { Elapsed, Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { projectName, sessionName } from '../../state/group-sessions.ts';
import { bindKeys } from '../../state/keys.ts';
import { renaming } from '../../state/labels.ts';
import { sessionKeys } from '../../state/session-keys.ts';

const MAX_TITLE_CHARS = 300;
const MAX_PROMPT_CHARS = 160;

/** What it is chained to is known once it was asked for by itself. */
type ChainedSession = SessionView & Partial<Pick<SessionDetail, 'previous' | 'next'>>;

interface SessionHeadProps {
  readonly session: ChainedSession;
}

/** What a session is, and how it stands. */
export function SessionHead({ session }: SessionHeadProps) {
  const { id, state, since, why, project, model, permissionMode, startedAt, counts, activity } = session;
  const { isReplay } = useDashboard();
  const name = sessionName(session) ?? 'No prompt yet';
  const doing = activity && `${activity.tool} ${activity.summary}`;
  const now = state === 'waiting' && why && activity ? `${why}: ${activity.summary}` : (sayEndReason(why) ?? doing);
  return (
    <header class="session-head">
      <p class="crumbs">
        <a href="/sessions">
          <Icon name="back" /> Sessions
        </a>
        <bdi title={project}>{toVisibleText(projectName(session))}</bdi>
        <Tags session={session} />
        {!isReplay && <HeadActs session={session} />}
      </p>
      {renaming.value === id && !isReplay ? (
        <RenameField session={session} />
      ) : (
        <h1>
          <bdi>{toVisibleText(name.slice(0, MAX_TITLE_CHARS))}</bdi>
        </h1>
      )}
      <p class={`session-standing is-${state}`}>
        <Lamp state={state} />
        <span class="session-for">
          <Elapsed since={since} isOver={state === 'ended' || state === 'lost'} />
        </span>
        {now !== undefined && <bdi class="session-doing">{toVisibleText(now.slice(0, MAX_TITLE_CHARS))}</bdi>}
      </p>
      <dl class="session-facts">
        <Fact name="Started">
          <Time at={startedAt} withDay />
        </Fact>
        <Fact name="Prompts">{counts.prompts.toLocaleString()}</Fact>
        <Fact name="Calls">{counts.toolCalls.toLocaleString()}</Fact>
        <Fact name="Errors" isBad={counts.errors > 0}>
          {counts.errors.toLocaleString()}
        </Fact>
        <LastPrompt session={session} />
        {model !== undefined && <Fact name="Model">{toVisibleText(model)}</Fact>}
        {permissionMode !== undefined && <Fact name="Permissions">{toVisibleText(permissionMode)}</Fact>}
        <Fact name="Id">
          <code title={id}>{shortId(id)}</code> <CopyButton text={id} label="Copy the id of the session" />
        </Fact>
        <Chain session={session} />
        <Fact name="Raw">
          <a href={`/events?session=${encodeURIComponent(id)}`}>All its events</a>
        </Fact>
      </dl>
    </header>
  );
}

/** Where a name stands in its place above. */
function LastPrompt({ session: { name, title, lastPrompt } }: SessionHeadProps) {
  if ((name ?? title) === undefined || lastPrompt === undefined) return null;
  return (
    <Fact name="Last prompt">
      <bdi>{toVisibleText(lastPrompt.text.slice(0, MAX_PROMPT_CHARS))}</bdi>
    </Fact>
  );
}

/** The sessions that `/clear` joins it to. */
function Chain({ session: { previous, next } }: SessionHeadProps) {
  return (
    <>
      {previous !== undefined && <Other name="Follows" id={previous} />}
      {next !== undefined && <Other name="Goes on as" id={next} />}
    </>
  );
}

function Other({ name, id }: { readonly name: string; readonly id: string }) {
  return (
    <Fact name={name}>
      <a href={sessionPath(id)}>
        <code title={id}>{shortId(id)}</code>
      </a>
    </Fact>
  );
}

function Tags({ session: { pinned, hidden } }: SessionHeadProps) {
  return (
    <>
      {pinned && <span class="tag">Pinned</span>}
      {hidden && <span class="tag">Hidden from the list</span>}
    </>
  );
}

function HeadActs({ session }: SessionHeadProps) {
  const dashboard = useDashboard();
  const { id } = session;
  useLayoutEffect(
    () => bindKeys(sessionKeys(dashboard, () => dashboard.sessions.byId.peek().get(id))),
    [dashboard, id],
  );
  return (
    <span class="session-acts">
      <a class="button button-small" href={`${sessionPath(id)}?replay=start`}>
        <Icon name="play" /> Replay
      </a>
      <SessionActs session={session} />
    </span>
  );
}

interface FactProps {
  readonly name: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}

function Fact({ name, isBad = false, children }: FactProps) {
  return (
    <div class={isBad ? 'is-bad' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
