import type { Envelope } from '../shared/envelope.ts';

/** What the doctor sends through the hook, and waits to see arrive. */
export const PROBE = 'system.probe';

export function isProbe(envelope: Envelope): boolean {
  return envelope.type === PROBE;
}
