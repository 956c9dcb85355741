import type { MeasureBook } from './measure-book.ts';
import type { MinuteReader } from './minute-reader.ts';

/** What was told and measured minute by minute, as a ledger has it. */
export interface MinuteShelf extends MinuteReader, MeasureBook {
  /** All events that there are by now are in the minutes, too. To be asked first. */
  settle(): void;
}
