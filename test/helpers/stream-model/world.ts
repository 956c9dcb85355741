import type { TestDaemon } from '../daemon.ts';

export type RestartHow = 'clean' | 'kill' | 'other store';

/** A daemon with its surroundings, as the model's steps move them. */
export interface World {
  readonly daemon: TestDaemon;
  /** The ways in which it can be restarted. */
  readonly restarts: readonly RestartHow[];
  restart(how: RestartHow): Promise<void>;
  /** The other side of this connection takes nothing any more, or everything again; all of them without a port. */
  stall(port?: number): void;
  release(port?: number): void;
  /** Breaks a connection, or all. */
  cut(port?: number): void;
  /** Takes the oldest events out of the store. Undefined where only the daemon itself does. */
  readonly prune?: (upToSeq: number) => void;
  close(): Promise<void>;
}
