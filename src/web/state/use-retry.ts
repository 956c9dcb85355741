import { useEffect } from 'preact/hooks';
import { useDashboard } from './dashboard.ts';

/** What could not be read is read again once the daemon answers, whatever kept it from being read. */
export function useRetry(error: unknown, retry: () => void): void {
  const { link } = useDashboard();
  const isLive = link.value.kind === 'live';
  useEffect(() => {
    if (isLive && error !== undefined) retry();
  }, [isLive]);
}
