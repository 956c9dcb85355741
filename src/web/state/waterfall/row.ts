import type { Bar } from './bars.ts';
import type { Placed } from './order-rows.ts';

/** One line of the waterfall: a moment, where it stands, and what it covers of the time. */
export interface Row extends Placed, Bar {
  readonly key: string;
  /** It has others below it, which are what took its time. */
  readonly isHead: boolean;
}
