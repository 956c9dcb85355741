import type { Sink } from '../../src/daemon/events/subscriber.ts';

export interface TestSink extends Sink {
  /** Every frame that was written, parsed, in order. */
  messages(): unknown[];
  /** The seqs that were received, out of batches too. */
  seqs(): number[];
  gaps(): { readonly from: number; readonly to: number; readonly count: number }[];
  /** How often something was written. */
  writes(): number;
  /** The other side takes so many bytes. */
  take(bytes?: number): void;
  evicted(): { readonly code: number; readonly reason: string } | undefined;
}

/** A message and a line break: enough to find the frames again in what was written. */
export const toTestFrame = (text: string): Buffer => Buffer.from(`${text}\n`);

/** A connection whose other side takes what it is told to; `isSlow` = nothing by itself. */
export function createTestSink({ isSlow = false } = {}): TestSink {
  const written: Buffer[] = [];
  let buffered = 0;
  let eviction: { code: number; reason: string } | undefined;
  const messages = (): { type?: string; seq: number; from: number; to: number; count: number }[] =>
    Buffer.concat(written)
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const isGap = ({ type }: { type?: string }) => type === 'system.gap';

  return {
    write(frames) {
      written.push(frames);
      if (isSlow) buffered += frames.length;
    },
    bufferedBytes: () => buffered,
    evict(code, reason) {
      eviction = { code, reason };
    },
    messages,
    seqs: () =>
      messages()
        .filter((one) => !isGap(one))
        .flat()
        .map(({ seq }) => seq),
    gaps: () =>
      messages()
        .filter(isGap)
        .map(({ from, to, count }) => ({ from, to, count })),
    writes: () => written.length,
    take(bytes = buffered) {
      buffered = Math.max(0, buffered - bytes);
    },
    evicted: () => eviction,
  };
}
