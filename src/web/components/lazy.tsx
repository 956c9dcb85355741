import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Message } from './message.tsx';

type Loaded = { readonly View: ComponentType } | 'failed' | undefined;

const known = new Map<() => Promise<ComponentType>, ComponentType>();

/** Shows what `load` brings; what was loaded once is there at once. */
export function Lazy({ load }: { readonly load: () => Promise<ComponentType> }) {
  const [loaded, setLoaded] = useState<Loaded>(undefined);
  const View = known.get(load);
  useEffect(() => {
    const bring = async (): Promise<void> => {
      try {
        known.set(load, await load());
        setLoaded({ View: known.get(load) as ComponentType });
      } catch {
        setLoaded('failed');
      }
    };
    if (!known.has(load)) void bring();
  }, [load]);
  if (View !== undefined) return <View />;
  if (loaded !== 'failed') return <div class="loading" role="status" aria-label="Loading" />;
  return (
    <Message title="This part of the page could not be loaded." command="mpm-hook open">
      <p>The daemon may have been updated meanwhile. Open the page anew:</p>
    </Message>
  );
}
