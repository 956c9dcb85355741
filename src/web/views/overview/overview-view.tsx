import './charts.css';
import './overview.css';
import { useMemo } from 'preact/hooks';
import { errorCode, errorMessage } from '../../../shared/errors.ts';
import type { Overview } from '../../../shared/overview.ts';
import { printCount } from '../../../shared/print-count.ts';
import { Message } from '../../components/message.tsx';
import { Unread } from '../../components/unread.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { projectName, sessionName } from '../../state/group-sessions.ts';
import { toWish } from '../../state/overview-range.ts';
import { activitySeries, bucketTimes, failureShares } from '../../state/series.ts';
import { Chart } from './chart.tsx';
import { Figures } from './figures.tsx';
import { LeftOut } from './left-out.tsx';
import { Card, percent, printLength, SlowCalls } from './lists.tsx';
import { OverviewToolbar } from './overview-toolbar.tsx';
import { Tools } from './tool-table.tsx';
import { useOverview } from './use-overview.ts';
import { Waits } from './wait-list.tsx';
import { AtWork } from './work-list.tsx';

const MAX_NAME_CHARS = 40;

/** What happened within some time, and where it stood still. */
export function OverviewView() {
  const { address } = useDashboard();
  const wish = toWish(address.value.query);
  const { overview, error, readAgain } = useOverview(wish);
  return (
    <div class="view overview-view">
      <h1 class="unseen">Overview</h1>
      <OverviewToolbar wish={wish} />
      {error !== undefined && overview !== undefined && errorCode(error) !== 'DAEMON_AWAY' && (
        <p class="overview-problem">{errorMessage(error)} What is shown is of before.</p>
      )}
      <LeftOut count={overview?.held} />
      <div class="overview-scroller">
        {overview === undefined && error !== undefined ? (
          <Unread what="The overview" error={error} onRetry={readAgain} />
        ) : overview === undefined ? (
          <div class="loading" role="status" aria-label="Adding up" />
        ) : overview.totals.events === 0 ? (
          <Nothing />
        ) : (
          <Shown overview={overview} />
        )}
      </div>
    </div>
  );
}

function Shown({ overview }: { readonly overview: Overview }) {
  const nameOf = useNames(overview);
  const times = useMemo(() => bucketTimes(overview), [overview]);
  const activity = useMemo(() => activitySeries(overview, nameOf), [overview, nameOf]);
  const failures = useMemo(() => [{ name: 'Failed', values: failureShares(overview), colour: 8 }], [overview]);
  const hooks = useMemo(() => hookSeries(overview), [overview]);
  const losses = useMemo(() => lossSeries(overview), [overview]);
  const { totals, hook, losses: lost } = overview;
  return (
    <div class="overview">
      <Figures overview={overview} />
      <AtWork overview={overview} />
      <div class="overview-stack">
        <Waits overview={overview} nameOf={nameOf} />
        <Tools overview={overview} />
      </div>
      <div class="overview-wide">
        <Chart
          title="Activity"
          summary={`${printCount(totals.events, 'event')} of ${printCount(totals.sessions, 'session')}.`}
          kind="bars"
          times={times}
          series={activity}
        />
      </div>
      <SlowCalls overview={overview} nameOf={nameOf} />
      <Chart
        title="Failure rate"
        summary={
          totals.calls === 0
            ? 'No call has ended.'
            : `${percent(totals.failed / totals.calls)} of ${printCount(totals.calls, 'call')}.`
        }
        kind="lines"
        times={times}
        series={failures}
        unit=" %"
      />
      <Chart
        title="How long hooks held Claude Code up"
        summary={
          hook.count === 0
            ? 'No hook has called.'
            : `Half within ${printLength(hook.p50Ms)}, 99 % within ${printLength(hook.p99Ms)}.`
        }
        kind="lines"
        times={times}
        series={hooks}
        unit=" ms"
      />
      {isLossless(overview) ? (
        <Card title="Spool and losses" isEmpty none="Nothing was lost, nothing came late, and the spool stayed empty.">
          {null}
        </Card>
      ) : (
        <Chart
          title="Spool and losses"
          summary={`${lost.dropped} dropped, ${lost.rejected} rejected, ${lost.late} late; at most ${lost.spool.most} in the spool.`}
          kind="lines"
          times={times}
          series={losses}
        />
      )}
    </div>
  );
}

function isLossless({ losses: { dropped, rejected, late, spool } }: Overview): boolean {
  return dropped + rejected + late + spool.most === 0;
}

function hookSeries({ hook: { overTime } }: Overview) {
  return [
    { name: 'Half within', values: overTime.p50Ms, colour: 1 },
    { name: '95 % within', values: overTime.p95Ms, colour: 2 },
    { name: '99 % within', values: overTime.p99Ms, colour: 3 },
  ];
}

function lossSeries({ losses: { overTime } }: Overview) {
  return [
    { name: 'In the spool', values: overTime.spool, colour: 1 },
    { name: 'Late', values: overTime.late, colour: 2 },
    { name: 'Rejected', values: overTime.rejected, colour: 3 },
    { name: 'Dropped', values: overTime.dropped, colour: 8 },
  ];
}

/** By what a person calls it, else by its last prompt, where the page holds it; by its folder otherwise. */
function useNames(overview: Overview): (id: string) => string {
  const { sessions } = useDashboard();
  const held = sessions.byId.value;
  return useMemo(() => {
    const labels = new Map(overview.sessions.map((label) => [label.id, label]));
    return (id) => {
      const label = labels.get(id);
      const session = held.get(id);
      const name = label?.name ?? (session && sessionName(session)) ?? label?.title ?? projectName(label ?? {});
      return toVisibleText(name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS)}…` : name);
    };
  }, [overview, held]);
}

function Nothing() {
  return (
    <Message title="Nothing happened in this time." command="mpm-hook doctor">
      <p>Look at a longer one, or at all projects. If Claude Code was at work, find out why nothing arrived:</p>
    </Message>
  );
}
