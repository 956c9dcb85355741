import './replay.css';
import { useComputed } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Message } from '../../components/message.tsx';
import { createReplay } from '../../replay/replay.ts';
import { NowProvider } from '../../state/clock.ts';
import { DashboardProvider, useDashboard } from '../../state/dashboard.ts';
import { SessionView } from '../session/session-view.tsx';
import { TransportBar } from './transport-bar.tsx';

/** A session as it happened: the same views, made from what had happened by then. */
export function ReplayView() {
  const { address, feed } = useDashboard();
  const [round, setRound] = useState(0);
  // what was forgotten must not be played from memory
  useEffect(() => feed.subscribe({ onReset: (hasGone) => hasGone && setRound((last) => last + 1) }), [feed]);
  const id = address.value.parts[0] ?? '';
  return <Replayed key={`${round} ${id}`} id={id} />;
}

function Replayed({ id }: { readonly id: string }) {
  const outer = useDashboard();
  const replay = useMemo(() => createReplay(outer, id), [outer, id]);
  useEffect(() => replay.close, [replay]);
  const { player, dashboard } = replay;
  const thenMs = useComputed(() => player.placeMs.value);
  if (player.isMissing.value) {
    return (
      <Message title="There is nothing to replay.">
        <p>
          No event of this session is held. <a href="/sessions">All sessions</a>
        </p>
      </Message>
    );
  }
  if (player.bounds.value === undefined)
    return <div class="loading" role="status" aria-label="Reading the recording" />;
  return (
    <div class="replay">
      <TransportBar replay={replay} />
      <DashboardProvider value={dashboard}>
        <NowProvider value={thenMs}>
          <SessionView />
        </NowProvider>
      </DashboardProvider>
    </div>
  );
}
