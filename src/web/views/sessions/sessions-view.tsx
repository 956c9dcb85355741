import './sessions.css';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { SESSION_STATES, type SessionStateName, type SessionView } from '../../../shared/session-view.ts';
import { Message } from '../../components/message.tsx';
import { NothingYet } from '../../components/nothing-yet.tsx';
import { Unread } from '../../components/unread.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import {
  countStates,
  groupSessions,
  isMixed,
  listed,
  type SessionGroup,
  WAITING_KEY,
} from '../../state/group-sessions.ts';
import { bindKeys } from '../../state/keys.ts';
import { sessionKeys } from '../../state/session-keys.ts';
import { SessionRow } from './session-row.tsx';
import { SessionsToolbar } from './sessions-toolbar.tsx';

type Item =
  | { readonly group: SessionGroup }
  | { readonly session: SessionView; readonly withProject: boolean; readonly edges: string };

/** What every session is doing, by project; those that wait for a human before all others. */
export function SessionsView() {
  const dashboard = useDashboard();
  const { sessions, address } = dashboard;
  const { query } = address.value;
  const text = query.get('q') ?? '';
  const state = SESSION_STATES.find((name) => name === query.get('state'));
  const [showsHidden, pinnedFirst] = [query.has('hidden'), query.get('sort') === 'pinned'];
  const held = sessions.byId.value;
  const all = useMemo(() => listed(held.values(), showsHidden), [held, showsHidden]);
  const items = useMemo(
    () => toItems(groupSessions(all, { text, state, pinnedFirst })),
    [all, text, state, pinnedFirst],
  );
  const counts = useMemo(() => countStates(all), [all]);
  const hiddenCount = useMemo(() => [...held.values()].filter(({ hidden }) => hidden).length, [held]);
  useLayoutEffect(
    () => bindKeys(sessionKeys(dashboard, () => sessions.byId.peek().get(focusedId() ?? ''))),
    [dashboard],
  );

  const { value: error } = sessions.error;
  if (!sessions.isLoaded.value && error !== undefined)
    return <Unread what="The sessions" error={error} onRetry={() => void sessions.load().catch(() => undefined)} />;
  if (!sessions.isLoaded.value) return <div class="loading" role="status" aria-label="Reading the sessions" />;
  if (held.size === 0) return <NothingYet />;
  return (
    <div class="view sessions-view">
      <h1 class="unseen">Sessions</h1>
      <SessionsToolbar
        text={text}
        state={state}
        counts={counts}
        total={all.length}
        hidden={{ count: hiddenCount, isShown: showsHidden }}
        pinnedFirst={pinnedFirst}
      />
      {items.length === 0 ? (
        <NothingMatches text={text} state={state} hasHidden={!showsHidden && hiddenCount > 0} />
      ) : (
        <VirtualList label="Sessions" items={items} keyOf={keyOf} row={toRow} rowHeight={64} />
      )}
    </div>
  );
}

/** Of the row that has the focus. */
function focusedId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-session]')?.dataset.session;
}

function toItems(groups: readonly SessionGroup[]): Item[] {
  return groups.flatMap((group) => [
    { group },
    ...group.sessions.map((session, at) => ({
      session,
      withProject: isMixed(group),
      edges: `${at === 0 ? 'is-first' : ''} ${at === group.sessions.length - 1 ? 'is-last' : ''}`,
    })),
  ]);
}

function keyOf(item: Item): string {
  return 'group' in item ? item.group.key : item.session.id;
}

function toRow(item: Item) {
  return 'group' in item ? <GroupHead group={item.group} /> : <SessionRow {...item} />;
}

const MAX_CHARS = 300;

function GroupHead({ group: { key, name, path, sessions } }: { readonly group: SessionGroup }) {
  return (
    <div class={key === WAITING_KEY ? 'group-head group-waiting' : 'group-head'}>
      <h2>
        <bdi>{toVisibleText(name.slice(0, MAX_CHARS))}</bdi>
      </h2>
      {path !== undefined && <bdi class="group-path">{toVisibleText(path.slice(0, MAX_CHARS))}</bdi>}
      <span class="group-count">{sessions.length.toLocaleString()}</span>
    </div>
  );
}

interface NothingMatchesProps {
  readonly text: string;
  readonly state: SessionStateName | undefined;
  /** Some are left out, like that or not. */
  readonly hasHidden: boolean;
}

function NothingMatches({ text, state, hasHidden }: NothingMatchesProps) {
  const { narrow } = useDashboard();
  const all = { q: undefined, state: undefined, ...(hasHidden && { hidden: 'show' }) };
  return (
    <Message title={tellNothing(text, state)}>
      <button type="button" class="button" onClick={() => narrow(all)}>
        {hasHidden ? 'Show all sessions, hidden ones too' : 'Show all sessions'}
      </button>
    </Message>
  );
}

function tellNothing(text: string, state: SessionStateName | undefined): string {
  if (state !== undefined) return `No session that is ${state} is like that.`;
  return text === '' ? 'All sessions are hidden.' : 'No session is like that.';
}
