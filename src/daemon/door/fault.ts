import { MpmError } from '../../shared/errors.ts';
import type { Fault } from '../../shared/refuse-socket.ts';

/** 4xx is final, 429 and 503 mean "keep it and come back"; what is not named here was wrong with the event itself: 400. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['WRONG_TICKET', 401],
  ['TOO_MANY_ATTEMPTS', 429],
  ['UNSUPPORTED_TYPE', 415],
  ['UNSUPPORTED_ENCODING', 415],
  ['TOO_LARGE', 413],
  ['BUSY', 503],
  ['NOT_STORED', 503],
  ['SEARCH_OFF', 503],
  ['NOT_FORGOTTEN', 503],
  ['STOPPING', 503],
  ['NO_SESSION', 404],
]);

export const NOT_FOUND: Fault = { status: 404, code: 'not_found', message: 'There is nothing here.' };
export const WRONG_METHOD: Fault = { status: 405, code: 'wrong_method', message: 'This address takes other methods.' };
/** The file is busy, or the disk fails: that is no answer, least of all that there is nothing. */
export const UNREADABLE: Fault = {
  status: 503,
  code: 'unreadable',
  message: 'The events cannot be read now. Ask again.',
};
export const INTERNAL: Fault = {
  status: 500,
  code: 'internal',
  message: 'Something went wrong here; the log knows what.',
};

/** The same would be refused again: nobody keeps it. */
export function isFinal({ status }: Pick<Fault, 'status'>): boolean {
  return status < 500 && status !== 429;
}

/** Undefined for an error that was not to be expected. */
export function toFault(error: unknown): Fault | undefined {
  if (!(error instanceof MpmError)) return undefined;
  return { status: STATUS.get(error.code) ?? 400, code: toWireCode(error.code), message: error.message };
}

/** Codes are written small outside. */
function toWireCode(code: string): string {
  return code.toLowerCase();
}
