import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import type { DetailProps, LoadRenderer } from './detail-props.ts';
import { Fields } from './fields.tsx';

interface AnyDetailProps extends DetailProps {
  readonly load: LoadRenderer;
}

/** As whoever knows it best shows it; what that one cannot cope with, or whose code does not come, field by field. */
export function AnyDetail({ first, last, load }: AnyDetailProps) {
  const [Body, setBody] = useState<ComponentType<DetailProps> | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    const bring = async (): Promise<void> => {
      const found = await load().catch(() => Fields);
      if (isCurrent) setBody(() => found);
    };
    void bring();
    return () => {
      isCurrent = false;
    };
  }, [load]);
  if (Body === undefined) return <div class="loading" role="status" aria-label="Loading" />;
  return <Guarded key={first.seq} first={first} last={last} Body={Body} />;
}

function Guarded({ first, last, Body }: DetailProps & { readonly Body: ComponentType<DetailProps> }) {
  const [error] = useErrorBoundary();
  return error === undefined ? <Body first={first} last={last} /> : <Fields first={first} last={last} />;
}
