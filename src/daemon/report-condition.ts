import type { SearchStatus } from '../shared/search.ts';
import type { Reporter } from './reporter.ts';
import type { StoreStatus } from './store/keeper.ts';

export function reportSearch({ state, reason = 'unknown' }: SearchStatus, reporter: Reporter): void {
  if (state === 'off') reporter.report('search_off', { reason });
  else reporter.report('search_well', {});
}

export function reportStore({ durable, reason = 'unknown', held }: StoreStatus, reporter: Reporter): void {
  if (durable) reporter.report('store_well', {});
  else reporter.report('store_in_trouble', { reason, held });
}
