import type { Minute } from '../sessions/minute.ts';

/** What a session did in a minute, and whose it is. */
export interface ToldMinute {
  readonly minute: number;
  readonly sessionId: string;
  readonly told: Minute;
}
