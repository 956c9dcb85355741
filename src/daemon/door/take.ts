import { MpmError } from '../../shared/errors.ts';
import type { Intake } from '../events/intake.ts';
import type { RawEvent } from '../events/raw-event.ts';

export interface Taken {
  readonly status: 'accepted' | 'duplicate';
  readonly seq: number;
}

/** Hands an event to the intake; whatever keeps it from the store is an MpmError, and tells by its code whether to try again. */
export async function take(intake: Intake, event: RawEvent): Promise<Taken> {
  const outcome = await intake.accept(event);
  if (outcome.status === 'rejected') throw new MpmError(outcome.code, outcome.message);
  if (outcome.status === 'held') {
    throw new MpmError('NOT_STORED', 'The event was shown, but could not be stored. Keep it, and send it again.');
  }
  return { status: outcome.status, seq: outcome.seq };
}
