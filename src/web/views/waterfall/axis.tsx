import type { RefObject } from 'preact';
import { printDuration } from '../../../shared/print-duration.ts';
import { printTick } from '../../state/waterfall/print-clock.ts';
import type { Tick, Ticks } from '../../state/waterfall/ticks.ts';
import type { Gap } from '../../state/waterfall/time-scale.ts';
import type { Viewport } from './viewport.ts';

/** Narrower gaps have no room for words. */
const LEAST_GAP_PX = 42;

/** What stands at a tick is as wide as this. */
const TICK_PX = 84;

interface AxisProps {
  readonly track: RefObject<HTMLDivElement | null>;
  readonly widthPx: number;
  readonly viewport: Viewport;
  readonly ticks: Ticks;
  readonly rowCount: string;
}

/** When: local times, how long after the beginning, and how long the gaps are. */
export function Axis({ track, widthPx, viewport, ticks: { stepMs, ticks }, rowCount }: AxisProps) {
  const { scale, at } = viewport;
  const widthOf = ({ fromMs, toMs }: Gap): number => (Math.min(1, at(toMs)) - Math.max(0, at(fromMs))) * widthPx;
  const gaps = scale.gaps.filter((gap) => widthOf(gap) >= LEAST_GAP_PX);
  const hasRoom = (tick: Tick): boolean => {
    const next = gaps.find(({ fromMs }) => fromMs >= tick.ms);
    return ((next === undefined ? 1 : Math.min(1, at(next.fromMs))) - tick.at) * widthPx >= TICK_PX;
  };
  return (
    <div class="waterfall-axis">
      <p class="waterfall-count" role="status">
        {rowCount}
      </p>
      <div class="waterfall-track" ref={track} aria-hidden="true">
        {ticks.filter(hasRoom).map((tick) => (
          <span key={tick.ms} class="waterfall-tick" style={{ left: `${tick.at * 100}%` }}>
            {printTick(tick.ms, stepMs)}
            <small>+{printDuration(tick.ms - scale.extent.fromMs)}</small>
          </span>
        ))}
        {gaps.map((gap) => (
          <span
            key={gap.fromMs}
            class={`waterfall-gap gap-${gap.kind}`}
            style={{ left: `${Math.max(0, at(gap.fromMs)) * 100}%`, width: `${widthOf(gap)}px` }}
          >
            {printRoughly(gap.toMs - gap.fromMs)}
            <small>{gap.kind === 'idle' ? 'idle' : 'waited'}</small>
          </span>
        ))}
      </div>
    </div>
  );
}

/** The larger of its units: there is little room. */
function printRoughly(ms: number): string {
  return printDuration(ms).split(' ').slice(0, 2).join(' ');
}
