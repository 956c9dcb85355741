import { useMemo } from 'preact/hooks';
import { printCount } from '../../../shared/print-count.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { CALM_MS, useCalm } from '../../components/use-calm.ts';
import { toVisibleText } from '../../components/visible-text.ts';
import type { Stretch } from '../../state/waterfall/stretch.ts';
import { addUp } from '../../state/waterfall/totals.ts';
import type { Waterfall } from '../../state/waterfall/waterfall.ts';

/** More are told together. */
const MOST_TOOLS = 4;

interface SummaryProps {
  readonly waterfall: Waterfall;
  readonly onLookAt: (stretch: Stretch) => void;
}

/** Where the time went, in words. */
export function Summary({ waterfall, onLookAt }: SummaryProps) {
  const calm = useCalm(waterfall, CALM_MS);
  const { workedMs, waitedMs, idleMs, withoutCallMs, tools, busiest } = useMemo(() => addUp(calm), [calm]);
  const rest = tools.slice(MOST_TOOLS);
  return (
    <dl class="waterfall-summary">
      <Part name="Worked" ms={workedMs} />
      <Part name="Waited for you" ms={waitedMs} />
      <Part name="Idle" ms={idleMs} />
      <Part name="Without a call" ms={withoutCallMs} title="It thought, or wrote" />
      {tools.length > 0 && (
        <div class="waterfall-tools">
          <dt>Time in tools</dt>
          {tools.slice(0, MOST_TOOLS).map(({ name, ms, share, calls }) => (
            <dd key={name} title={`${printDuration(ms)} in ${printCount(calls, 'call')}`}>
              {toVisibleText(name.slice(0, 40))} <b>{percent(share)}</b>
            </dd>
          ))}
          {rest.length > 0 && (
            <dd>
              {rest.length} more <b>{percent(rest.reduce((sum, { share }) => sum + share, 0))}</b>
            </dd>
          )}
        </div>
      )}
      {busiest !== undefined && busiest.calls > 1 && (
        <div>
          <dt>At once</dt>
          <dd>
            <button type="button" class="more" title="Look at when that was" onClick={() => onLookAt(busiest)}>
              {printCount(busiest.calls, 'call')}
            </button>
          </dd>
        </div>
      )}
    </dl>
  );
}

interface PartProps {
  readonly name: string;
  readonly ms: number;
  readonly title?: string;
}

function Part({ name, ms, title }: PartProps) {
  return (
    <div title={title} class={title === undefined ? undefined : 'waterfall-aside'}>
      <dt>{name}</dt>
      <dd>{ms === 0 ? 'not at all' : printDuration(ms)}</dd>
    </div>
  );
}

function percent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
