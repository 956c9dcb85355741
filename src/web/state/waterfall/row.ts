import type { Bar } from './bars.ts';
import type { Placed } from './order-rows.ts';

/** One line of the waterfall: a moment, where it stands, and what it covers of the time. */
export interface Row extends Placed, Bar {
  readonly key: string;
  /** What took its time are others, that stand below it. */
  readonly isHead: boolean;
}
