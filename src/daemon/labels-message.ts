import type { SessionView } from '../shared/session-view.ts';

/** So that who lists sessions shows at once what was said of one elsewhere; all of it, as it is now. */
export function toLabelsMessage({ id, name, pinned, hidden }: SessionView): object {
  return {
    type: 'system.labels',
    session_id: id,
    name: name ?? null,
    pinned: pinned === true,
    hidden: hidden === true,
  };
}
