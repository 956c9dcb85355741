import { computed } from '@preact/signals';
import type { SessionView } from '../../shared/session-view.ts';
import type { Dashboard } from '../state/dashboard.ts';
import { createFeed } from '../state/feed.ts';
import { browserFrames, createPace } from '../state/pace.ts';
import type { Sessions } from '../state/sessions.ts';
import { parseSpeed } from './place.ts';
import { createPlayer, type Player, TICK_MS } from './player.ts';
import { createRecording, type Recording } from './recording.ts';
import { createReplayLink } from './replay-link.ts';
import { createReplayedClient } from './replayed-client.ts';

export interface Replay {
  readonly player: Player;
  readonly recording: Recording;
  /** What the views are made from meanwhile: one session, as it was then, and nothing live. */
  readonly dashboard: Dashboard;
  close(): void;
}

/** A session played again, beside everything that goes on. */
export function createReplay(outer: Dashboard, sessionId: string): Replay {
  const { query } = outer.address.peek();
  const recording = createRecording(sessionId);
  const pace = createPace(browserFrames);
  const feed = createFeed((work) => {
    if (player.isPlaying.peek()) setTimeout(() => pace(work), TICK_MS);
    else pace(work);
  });
  const player: Player = createPlayer({
    sessionId,
    place: query.get('replay') ?? '',
    pace: { speed: parseSpeed(query.get('speed')), skipsIdle: query.get('idle') !== 'keep' },
    recording,
    client: outer.client,
    feed,
    createLink: (parts) => createReplayLink({ ...outer.browserLink, ...parts }),
    nowMs: () => performance.now(),
  });
  const client = createReplayedClient({
    client: outer.client,
    sessionId,
    recording,
    placeMs: player.reachedMs,
  });
  const sessions = createReplayedSessions(outer.sessions, { sessionId, recording, player });

  return {
    player,
    recording,
    dashboard: { ...outer, client, feed, sessions, isReplay: true },
    close: player.close,
  };
}

interface Then {
  readonly sessionId: string;
  readonly recording: Recording;
  readonly player: Player;
}

function createReplayedSessions(outer: Sessions, { sessionId, recording, player }: Then): Sessions {
  const detail = computed(() => {
    recording.version.value; // what is known of the place may grow
    return recording.detailAt(player.placeMs.value);
  });
  const byId = computed((): ReadonlyMap<string, SessionView> => {
    const { name, pinned, hidden, project } = outer.byId.value.get(sessionId) ?? {};
    const said = {
      ...(name && { name }),
      ...(pinned && { pinned }),
      ...(hidden && { hidden }),
      ...(project && { project }),
    };
    return new Map([[sessionId, { ...detail.value, ...said }]]);
  });
  return {
    ...outer,
    byId,
    find: async () => detail.peek(),
    load: async () => undefined,
    catchUp: async () => undefined,
    close: () => undefined,
  };
}
