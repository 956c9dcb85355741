import type { Envelope } from '../../shared/envelope.ts';
import type { LoadRenderer } from './detail-props.ts';
import { findToolRenderer } from './tool-renderers.ts';

const loadMessage: LoadRenderer = async () => (await import('./message.tsx')).MessageEvent;
const loadMark: LoadRenderer = async () => (await import('./session-mark.tsx')).SessionMark;

/** By the event's type, whatever tool it speaks of. */
const BY_TYPE: ReadonlyMap<string, LoadRenderer> = new Map<string, LoadRenderer>([
  ['hook.user_prompt', loadMessage],
  ['hook.stop', loadMessage],
  ['hook.subagent_stop', loadMessage],
  ['hook.stop_failure', loadMessage],
  ['hook.post_compact', loadMessage],
  ['hook.notification', async () => (await import('./notification.tsx')).NotificationEvent],
  ['hook.permission_request', async () => (await import('./permission.tsx')).PermissionEvent],
  ['hook.session_start', loadMark],
  ['hook.session_end', loadMark],
]);

/** How something is shown in detail; what nobody knows better is shown field by field. */
export function findRenderer(event: Envelope): LoadRenderer {
  return BY_TYPE.get(event.type) ?? findToolRenderer(event);
}
