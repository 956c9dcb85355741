import type { EventStore } from '../store/event-store.ts';

/**
 * How many events are in memory only: said wherever they are told of, so that nobody takes them for kept, and wherever they
 * are left out, so that nobody takes that for all.
 */
export function unkept({ status }: Pick<EventStore, 'status'>): { readonly held?: number } {
  const { held } = status();
  return held > 0 ? { held } : {};
}
