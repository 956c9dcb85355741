import { MpmError } from '../../shared/errors.ts';

/** Why something was not done, as HTTP says it. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** 4xx is final, 429 and 503 mean "keep it and come back"; what is not named here was wrong with the event itself: 400. */
const STATUS: Readonly<Record<string, number>> = {
  unsupported_type: 415,
  unsupported_encoding: 415,
  too_large: 413,
  busy: 503,
};

export const NOT_FOUND: Fault = { status: 404, code: 'not_found', message: 'There is nothing here.' };
export const WRONG_METHOD: Fault = { status: 405, code: 'wrong_method', message: 'This address takes other methods.' };
export const INTERNAL: Fault = {
  status: 500,
  code: 'internal',
  message: 'Something went wrong here; the log knows what.',
};
export const NOT_STORED: Fault = {
  status: 503,
  code: 'not_stored',
  message: 'The event could not be stored now. Keep it, and send it again.',
};

/** Undefined for an error that was not to be expected. */
export function toFault(error: unknown): Fault | undefined {
  if (!(error instanceof MpmError)) return undefined;
  return { status: STATUS[error.code] ?? 400, code: error.code, message: error.message };
}
