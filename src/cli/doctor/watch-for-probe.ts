import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Whereabouts } from '../../client/find-daemon.ts';
import { subscribe } from '../../client/subscribe.ts';
import { PROBE } from './probe.ts';

export interface ProbeWatch {
  /** What the probe has to carry. */
  readonly probeId: string;
  /** When it was seen, on the clock of `performance.now()`; undefined when it did not come in time. */
  readonly arrived: Promise<number | undefined>;
  close(): Promise<void>;
}

/** Subscribes to probes; resolves once the daemon has said welcome, so that none can pass unseen. */
export async function watchForProbe(where: Whereabouts, withinMs: number): Promise<ProbeWatch> {
  const probeId = randomUUID();
  const ended = new AbortController();
  let isReady = () => {};
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const onNotice = ({ kind }: { kind: string }) => {
    if (kind === 'connected') isReady();
  };

  const watch = async (): Promise<number | undefined> => {
    const timer = setTimeout(() => ended.abort(), withinMs);
    try {
      for await (const { data } of subscribe({
        types: [PROBE],
        name: 'doctor',
        ...where,
        signal: ended.signal,
        onNotice,
      })) {
        if (data.probe_id === probeId) return performance.now();
      }
      return undefined;
    } finally {
      clearTimeout(timer);
      isReady(); // or nobody would find out that it never will be
    }
  };

  const arrived = watch();
  await ready;
  return {
    probeId,
    arrived,
    async close() {
      ended.abort();
      await arrived;
    },
  };
}
