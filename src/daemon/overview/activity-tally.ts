import type { ActivityOverTime } from '../../shared/overview.ts';
import type { ToldMinute } from './told-minute.ts';
import type { Window } from './window.ts';

interface Series {
  readonly events: number[];
  readonly calls: number[];
  readonly failed: number[];
}

/** What one session did in those buckets where it did something. */
interface Doing {
  events: number;
  readonly buckets: Map<number, { events: number; calls: number; failed: number }>;
}

/** Adds up who was busy when. */
export interface ActivityTally {
  add(row: ToldMinute): void;
  sessions(): number;
  told(): ActivityOverTime;
}

/** So many sessions are told one by one: more colours nobody tells apart. */
const MOST_SESSIONS = 8;

export function createActivityTally({ buckets, bucketOf }: Pick<Window, 'buckets' | 'bucketOf'>): ActivityTally {
  const all = createSeries();
  const bySession = new Map<string, Doing>();

  return {
    add({ minute, sessionId, told: { events, tools } }) {
      const bucket = bucketOf(minute);
      const calls = tools.reduce((sum, tool) => sum + tool.calls, 0);
      const failed = tools.reduce((sum, tool) => sum + tool.failed, 0);
      addAt(all, bucket, { events, calls, failed });
      const doing: Doing = bySession.get(sessionId) ?? { events: 0, buckets: new Map() };
      const before = doing.buckets.get(bucket) ?? { events: 0, calls: 0, failed: 0 };
      before.events += events;
      before.calls += calls;
      before.failed += failed;
      doing.events += events;
      doing.buckets.set(bucket, before);
      bySession.set(sessionId, doing);
    },
    sessions: () => bySession.size,
    told() {
      const busiest = [...bySession].sort(
        ([one, { events }], [other, doing]) => doing.events - events || (one < other ? -1 : 1),
      );
      const named = busiest.slice(0, MOST_SESSIONS).map(([id, doing]) => ({ id, ...toSeries([doing]) }));
      const others = busiest.slice(MOST_SESSIONS).map(([, doing]) => doing);
      return { ...all, sessions: named, rest: { sessions: others.length, ...toSeries(others) } };
    },
  };

  function toSeries(doings: readonly Doing[]): Series {
    const series = createSeries();
    for (const doing of doings) for (const [bucket, counts] of doing.buckets) addAt(series, bucket, counts);
    return series;
  }

  function createSeries(): Series {
    const zeros = () => new Array<number>(buckets).fill(0);
    return { events: zeros(), calls: zeros(), failed: zeros() };
  }
}

function addAt(series: Series, bucket: number, counts: Readonly<Record<keyof Series, number>>): void {
  for (const name of ['events', 'calls', 'failed'] as const) {
    series[name][bucket] = (series[name][bucket] ?? 0) + counts[name];
  }
}
