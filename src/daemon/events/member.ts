import type { EventFilter } from '../../shared/event-filter.ts';
import type { Sink, Subscriber } from './subscriber.ts';

/** A subscriber with what it asked for. */
export interface Member {
  readonly filter: EventFilter;
  readonly isBatched: boolean;
  readonly sink: Sink;
  readonly subscriber: Subscriber;
}
