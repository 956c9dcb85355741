import type { HookHeader } from '../../shared/hook-header.ts';
import type { Origin } from '../store/event-store.ts';

/** What a hook said of itself, as it is kept with its event. */
export function toOrigin(header: HookHeader): Origin {
  const { version, via, claudePid, agent, entrypoint, attended, project } = header;
  const pid = Number(claudePid);
  return {
    hookVersion: version === '' ? undefined : version,
    via: via === '' ? undefined : via,
    claudePid: Number.isSafeInteger(pid) && pid > 0 ? pid : undefined,
    agent,
    entrypoint,
    attended,
    project,
  };
}
