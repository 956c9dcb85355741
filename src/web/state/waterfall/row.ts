import type { Moment } from '../moment.ts';
import type { Bar } from './bars.ts';

/** One line of the waterfall: a moment, where it stands, and what it covers of the time. */
export interface Row extends Bar {
  readonly key: string;
  readonly moment: Moment;
  /** 0 for the main thread, one more for each sub-agent between. */
  readonly depth: number;
  /** What took its time are others, that stand below it. */
  readonly isHead: boolean;
}
