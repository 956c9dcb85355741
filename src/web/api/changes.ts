import type { ForgetReport } from '../../shared/forget-report.ts';
import type { SessionDetail, SessionPatch } from '../../shared/session-view.ts';
import { ask, type Token } from './client.ts';

/** What can be changed over HTTP. Rejects as a client does. */
export interface Changes {
  /** Answers with the session as it is then. */
  readonly label: (id: string, patch: SessionPatch) => Promise<SessionDetail>;
  /** What would go with a session. */
  readonly lookToForget: (id: string) => Promise<ForgetReport>;
  /** Removes it for good. */
  readonly forget: (id: string) => Promise<ForgetReport>;
}

export function createChanges(token: Token): Changes {
  const ofSession = (id: string): string => `/v1/sessions/${encodeURIComponent(id)}`;

  return {
    label: async (id, patch) =>
      (await ask(ofSession(id), token, { method: 'PATCH', body: patch })) as unknown as SessionDetail,
    lookToForget: async (session) =>
      (await ask('/v1/forget', token, {
        method: 'POST',
        body: { session, dryRun: true },
      })) as unknown as ForgetReport,
    forget: async (id) => (await ask(ofSession(id), token, { method: 'DELETE' })) as unknown as ForgetReport,
  };
}
