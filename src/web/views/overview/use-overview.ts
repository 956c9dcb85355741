import { useEffect, useState } from 'preact/hooks';
import type { Overview } from '../../../shared/overview.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { OverviewWish } from '../../state/overview-range.ts';

interface Shown {
  readonly overview?: Overview;
  /** Why nothing newer could be read. */
  readonly error?: unknown;
}

/** Reads what was asked for, and again as time goes by; what is shown stays until the next is there. */
export function useOverview({
  since,
  until,
  project,
  refreshMs,
}: OverviewWish): Shown & { readonly readAgain: () => void } {
  const { client, feed, link } = useDashboard();
  const [shown, setShown] = useState<Shown>({});
  const [round, setRound] = useState(0);
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
        show((before) => ({ ...before, error }));
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
  }, [client, feed, standing, since, until, project, refreshMs, round]);
  return { ...shown, readAgain: () => setRound((last) => last + 1) };
}
