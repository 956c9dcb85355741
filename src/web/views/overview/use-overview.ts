import { useEffect, useState } from 'preact/hooks';
import type { Overview } from '../../../shared/overview.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { OverviewWish } from '../../state/overview-range.ts';

interface Shown {
  readonly overview?: Overview;
  readonly problem?: string;
}

/** Reads what was asked for, and again as time goes by; what is shown stays until the next is there. */
export function useOverview({ since, until, project, refreshMs }: OverviewWish): Shown {
  const { client, feed, link } = useDashboard();
  const [shown, setShown] = useState<Shown>({});
  const standing = link.value.kind;
  useEffect(() => {
    let isGone = false;
    const show = (next: (before: Shown) => Shown): void => {
      if (!isGone) setShown(next);
    };
    const read = async (): Promise<void> => {
      try {
        const overview = await client.overview({ since, until, project });
        show(() => ({ overview }));
      } catch (error) {
        show((before) => ({ ...before, problem: error instanceof Error ? error.message : String(error) }));
      }
    };
    const readIfSeen = (): void => {
      if (document.visibilityState === 'visible' && !feed.isPaused.peek()) void read();
    };
    void read();
    const timer = refreshMs === undefined ? undefined : setInterval(readIfSeen, refreshMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [client, feed, standing, since, until, project, refreshMs]);
  return shown;
}
