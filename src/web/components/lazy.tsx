import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useDashboard } from '../state/dashboard.ts';
import { Message } from './message.tsx';

type Load<Props> = () => Promise<ComponentType<Props>>;

/** By what loads it, so each is of the props that its `load` says. */
const known = new Map<unknown, unknown>();

interface LazyProps<Props> {
  readonly load: Load<Props>;
  readonly props?: Props;
}

/** Shows what `load` brings; what was loaded once is there at once. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const [loaded, setLoaded] = useState<'yes' | 'failed' | undefined>(undefined);
  const View = known.get(load) as ComponentType<Props> | undefined;
  const isLive = useDashboard().link.value.kind === 'live';
  useEffect(() => {
    // What failed once is left out when it is asked for again (the styles of a part), so all is loaded anew.
    if (isLive && loaded === 'failed') location.reload();
  }, [isLive]);
  useEffect(() => {
    const bring = async (): Promise<void> => {
      try {
        known.set(load, await load());
        setLoaded('yes');
      } catch {
        setLoaded('failed');
      }
    };
    if (!known.has(load)) void bring();
  }, [load]);
  if (View !== undefined) return <View {...(props as Props)} />;
  if (loaded !== 'failed') return <div class="loading" role="status" aria-label="Loading" />;
  return (
    <Message title="This part of the page could not be loaded.">
      {isLive ? (
        <>
          <p>The daemon may have been updated meanwhile.</p>
          <button type="button" class="button" onClick={() => location.reload()}>
            Load the page anew
          </button>
        </>
      ) : (
        <p>The page is loaded anew as soon as the daemon answers.</p>
      )}
    </Message>
  );
}
