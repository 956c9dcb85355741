import type { Reporter } from './reporter.ts';

export interface End {
  readonly reason: string;
  readonly exitCode: number;
}

export interface EndWatch {
  /** Resolves to the first reason to end. */
  readonly came: Promise<End>;
  request(reason: string): void;
  close(): void;
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Waits for a reason to end: a signal, a wish of the daemon's own, or a failure that nobody foresaw. It listens for the
 * first one only; the next signal then ends the process at once, as if nobody listened.
 */
export function watchForEnd(reporter: Reporter): EndWatch {
  const { promise, resolve } = Promise.withResolvers<End>();

  const end = (reason: string, exitCode = 0): void => {
    close();
    resolve({ reason, exitCode });
  };
  const onSignal = (signal: NodeJS.Signals): void => end(`asked by ${signal}`);
  const onCrash = (error: unknown): void => {
    reporter.report('crashed', { error });
    end('an unexpected failure', 1);
  };
  const close = (): void => {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', onCrash);
  };

  for (const signal of STOP_SIGNALS) process.once(signal, onSignal);
  process.once('uncaughtException', onCrash);
  return { came: promise, request: (reason) => end(reason), close };
}
