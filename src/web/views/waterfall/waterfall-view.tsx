import './waterfall.css';
import { useEffect, useMemo } from 'preact/hooks';
import { errorMessage } from '../../../shared/errors.ts';
import type { AgentView, SessionView } from '../../../shared/session-view.ts';
import { Message } from '../../components/message.tsx';
import { Unread } from '../../components/unread.tsx';
import { useNow } from '../../state/clock.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { Moment } from '../../state/moment.ts';
import type { SessionStory } from '../../state/session-story.ts';
import { lookAt } from '../../state/waterfall/view-range.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';
import { Chart } from './chart.tsx';
import { Minimap } from './minimap.tsx';
import { useScale } from './scale.ts';
import { Summary } from './summary.tsx';
import { Toolbar } from './toolbar.tsx';
import { useWaterfall } from './use-waterfall.ts';
import { useViewport } from './viewport.ts';

/** So many moments are read by themselves; the story before is read on wish. */
const MOST_MOMENTS = 20_000;
/** What was read is shown after so many pages: what is before all else lays everything out anew. */
const PAGES_AT_ONCE = 5;
const NO_AGENTS: readonly AgentView[] = [];

export interface WaterfallViewProps {
  readonly session: SessionView & { readonly agents?: readonly AgentView[] };
  readonly story: SessionStory;
  readonly selected: Moment | undefined;
}

/** A session by its time: what ran when, for how long, and at once with what. */
export function WaterfallView({ session, story, selected }: WaterfallViewProps) {
  const moments = story.moments.value;
  const [hasEarlier, isLoading, error] = [story.hasEarlier.value, story.isLoading.value, story.error.value];
  const isLeft = moments.length >= MOST_MOMENTS || error !== undefined;
  useEffect(() => {
    if (hasEarlier && !isLoading && !isLeft) void story.loadEarlier(PAGES_AT_ONCE);
  }, [story, hasEarlier, isLoading, isLeft]);

  const goesOn = session.state === 'working' || session.state === 'waiting';
  const clock = useNow();
  const now = goesOn ? clock.value : undefined; // of one that is at rest no second is looked at
  const waterfall = useWaterfall(story, { moments, agents: session.agents ?? NO_AGENTS, nowMs: now });
  const fall = useMemo(
    () => waterfall && <Fall waterfall={waterfall} goesOn={goesOn} selected={selected} />,
    [waterfall, goesOn, selected],
  );
  if (fall === undefined) {
    if (error !== undefined) return <Unread what="The story" error={error} onRetry={() => void story.reload()} />;
    if (isLoading || moments.length > 0) return <div class="loading" role="status" aria-label="Reading the session" />;
    return <Message title="There is nothing to show yet." />;
  }
  return (
    <section class="waterfall" aria-label="Waterfall">
      {fall}
      {hasEarlier && isLeft && (
        <p class="waterfall-earlier">
          {error !== undefined && `Not all could be read: ${errorMessage(error)} `}
          <button
            type="button"
            class="button"
            disabled={isLoading}
            onClick={() => void story.loadEarlier(PAGES_AT_ONCE)}
          >
            Read what was before
          </button>
        </p>
      )}
    </section>
  );
}

interface FallProps {
  readonly waterfall: Waterfall;
  readonly goesOn: boolean;
  readonly selected: Moment | undefined;
}

function Fall({ waterfall, goesOn, selected }: FallProps) {
  const { address, narrow } = useDashboard();
  const hidesIdle = address.value.query.get('idle') === 'hidden';
  const scale = useScale(waterfall, { goesOn, hidesIdle });
  const viewport = useViewport(scale);
  return (
    <>
      <Summary waterfall={waterfall} onLookAt={(stretch) => viewport.change((all) => lookAt(all, stretch))} />
      <Toolbar
        viewport={viewport}
        hidesIdle={hidesIdle}
        onHideIdle={(hides) => narrow({ idle: hides ? 'hidden' : undefined })}
      />
      <Minimap waterfall={waterfall} shape={{ goesOn, hidesIdle }} viewport={viewport} />
      <Chart waterfall={waterfall} viewport={viewport} selected={selected} />
    </>
  );
}
