import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
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
    <Message title="This part of the page could not be loaded." command="mpm-hook open">
      <p>The daemon may have been updated meanwhile. Open the page anew:</p>
    </Message>
  );
}
