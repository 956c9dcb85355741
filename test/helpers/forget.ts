import { createForget, type Forget, type ForgetParts } from '../../src/daemon/forget.ts';
import type { EventStore } from '../../src/daemon/store/event-store.ts';
import type { HomePaths } from '../../src/shared/paths.ts';

/** What forgets in a store that stands alone, without a daemon around it. */
export function createForgetOf(store: EventStore, paths: HomePaths, parts: Partial<ForgetParts> = {}): Forget {
  return createForget({
    paths,
    store,
    history: { forget: () => {} },
    intake: { idle: () => Promise.resolve() },
    scrubLog: () => 0,
    forgetSearch: () => Promise.resolve(),
    count: () => {},
    onForgotten: () => {},
    ...parts,
  });
}
