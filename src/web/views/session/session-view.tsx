import './session.css';
import './story.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { DetailPane } from '../../components/detail.tsx';
import { Lazy } from '../../components/lazy.tsx';
import { Message } from '../../components/message.tsx';
import { Unread } from '../../components/unread.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { useDashboard } from '../../state/dashboard.ts';
import { type HeldSession, needsDetail } from '../../state/held-sessions.ts';
import { bindKeys } from '../../state/keys.ts';
import type { Moment } from '../../state/moment.ts';
import { createSessionStory, type SessionStory } from '../../state/session-story.ts';
import { useRetry } from '../../state/use-retry.ts';
import { NarrowedTo } from './narrowed-to.tsx';
import { SessionHead } from './session-head.tsx';
import { parseTab, SessionTabs } from './session-tabs.tsx';
import { useStoryRows } from './use-story-rows.tsx';

const loadFilesView = async () => (await import('./files-view.tsx')).FilesView;

/** Its code comes when it is first looked at. */
const loadWaterfall = async () => (await import('../waterfall/waterfall-view.tsx')).WaterfallView;

/** One session: how it stands, and its story from the first prompt on. */
export function SessionView() {
  const { address } = useDashboard();
  const id = address.value.parts[0] ?? '';
  const story = useStory(id);
  const { session, readAgain } = useSession(id);
  if (session === undefined) return <div class="loading" role="status" aria-label="Reading the session" />;
  if (session === 'unknown') {
    return (
      <Message title="No session has this id.">
        <p>
          It may have been forgotten, or be of another machine. <a href="/sessions">All sessions</a>
        </p>
      </Message>
    );
  }
  if (session instanceof Error) return <Unread what="This session" error={session} onRetry={readAgain} />;
  return <KnownSession key={id} session={session} story={story} />;
}

interface KnownSessionProps {
  readonly session: HeldSession;
  readonly story: SessionStory;
}

function KnownSession({ session, story }: KnownSessionProps) {
  const { address, narrow } = useDashboard();
  const { query } = address.value;
  const [tab, agent] = [parseTab(query), query.get('agent') ?? undefined];
  const selected = Number(query.get('event') ?? Number.NaN);
  const all = story.moments.value;
  const moments = useMemo(
    () => (agent === undefined ? all : all.filter(({ agentId }) => agentId === agent)),
    [all, agent],
  );
  const isOpen = !Number.isNaN(selected);
  const moment = isOpen ? all.find(({ seq, endSeq }) => seq === selected || endSeq === selected) : undefined;
  const close = () => narrow({ event: undefined });
  const isWaterfall = tab === 'waterfall';
  useLayoutEffect(() => bindKeys([{ keys: 'Escape', title: 'Close the detail', act: close }]), []);
  useLayoutEffect(() => {
    const act = () => narrow({ show: isWaterfall ? undefined : 'waterfall' });
    return bindKeys([{ keys: 'w', title: 'Story or waterfall', act }]);
  }, [isWaterfall]);
  const { agents } = session;
  const toRow = useStoryRows({ moments, agents, narrowedTo: agent, selected: moment });
  const startKey = moment?.key;
  const list = useMemo(
    // the head changes more often
    () => <StoryList key={agent} story={story} moments={moments} row={toRow} startKey={startKey} />,
    [agent, story, moments, toRow, startKey],
  );
  return (
    <div class={isOpen ? 'view session-view has-detail' : 'view session-view'}>
      <div class="session-main">
        <SessionHead session={session} />
        <SessionTabs />
        {agent !== undefined && tab === 'story' && <NarrowedTo agent={agent} agents={agents ?? []} />}
        {tab === 'files' && <Lazy load={loadFilesView} />}
        {tab === 'waterfall' && <Lazy load={loadWaterfall} props={{ session, story, selected: moment }} />}
        {tab === 'story' && list}
      </div>
      {isOpen && (
        <DetailPane key={selected} seq={moment?.seq ?? selected} endSeq={moment?.endSeq} withSession onClose={close} />
      )}
    </div>
  );
}

interface StoryListProps {
  readonly story: SessionStory;
  readonly moments: readonly Moment[];
  readonly row: (moment: Moment, index: number) => ComponentChildren;
  readonly startKey: string | undefined;
}

function StoryList({ story, moments, row, startKey }: StoryListProps) {
  const { value: error } = story.error;
  if (error !== undefined && moments.length === 0)
    return <Unread what="The story" error={error} onRetry={() => void story.reload()} />;
  if (story.isLoading.value && moments.length === 0)
    return <div class="loading" role="status" aria-label="Reading the story" />;
  return (
    <VirtualList
      label="Story of the session"
      class="story"
      items={moments}
      keyOf={({ key }) => key}
      row={row}
      rowHeight={32}
      isNewestLast
      follows
      startKey={startKey}
      onNearStart={story.loadEarlier}
    />
  );
}

/** It is read while nobody knows yet how the session stands. */
function useStory(id: string): SessionStory {
  const { client, feed, isReplay } = useDashboard();
  const story = useMemo(() => createSessionStory(client, feed, id, { isReplay }), [client, feed, id, isReplay]);
  useEffect(() => story.close, [story]);
  useRetry(story.error.value, () => void story.reload());
  return story;
}

interface OpenedSession {
  /** Undefined while nobody knows. */
  readonly session: HeldSession | 'unknown' | Error | undefined;
  readonly readAgain: () => void;
}

/** As it is held with all others; asked for by itself where it is not among them, or when its sub-agents may be others than it knows. */
function useSession(id: string): OpenedSession {
  const { sessions, link } = useDashboard();
  const [missing, setMissing] = useState<'unknown' | Error | undefined>(undefined);
  const [round, setRound] = useState(0);
  const held = sessions.byId.value.get(id);
  const isLacking = needsDetail(held);
  const standing = link.value.kind;
  useEffect(() => {
    const find = async (): Promise<void> => {
      try {
        setMissing((await sessions.find(id)) === undefined ? 'unknown' : undefined);
      } catch (error) {
        setMissing(error instanceof Error ? error : new Error(String(error))); // asked again when the link is live
      }
    };
    if (isLacking && standing !== 'denied') void find();
  }, [id, isLacking, standing, sessions, round]);
  return { session: held ?? missing, readAgain: () => setRound((last) => last + 1) };
}
