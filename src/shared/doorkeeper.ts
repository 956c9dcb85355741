import { createAttempts } from './attempts.ts';
import type { Gate, Knock, Refusal, RefusalReason } from './gate.ts';

export type Turned = Omit<Refusal, 'status' | 'reason'> & {
  readonly status: number;
  readonly reason: RefusalReason | 'too_many_attempts';
};

export interface Doorkeeper {
  /** Undefined: come in. Everyone turned away is counted. */
  admit(knock: Knock): Turned | undefined;
}

interface DoorkeeperParts {
  readonly gate: Gate;
  readonly token: () => string | undefined;
  readonly onTurned: (reason: Turned['reason']) => void;
  readonly nowMs: () => number;
}

/** Stands at the gate with the token of the moment, and keeps count. */
export function createDoorkeeper({ gate, token, onTurned, nowMs }: DoorkeeperParts): Doorkeeper {
  const hasTriedTooOften = createAttempts(nowMs);

  return {
    admit(knock) {
      const refusal = gate(knock, token);
      if (refusal === undefined) return undefined;
      const turned = refusal.reason === 'wrong_token' && hasTriedTooOften() ? TOO_MANY_ATTEMPTS : refusal;
      onTurned(turned.reason);
      return turned;
    },
  };
}

const TOO_MANY_ATTEMPTS: Turned = {
  status: 429,
  reason: 'too_many_attempts',
  message: 'Too many wrong tokens. Try again in ten seconds, with the one that mpm-hook token prints.',
};
