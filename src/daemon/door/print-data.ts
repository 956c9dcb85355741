import { MpmError } from '../../shared/errors.ts';

/** JSON is read to any depth, but written only some thousand levels deep. */
export function printData(data: object): string {
  try {
    return JSON.stringify(data);
  } catch (error) {
    throw new MpmError('BAD_DATA', '`data` is nested too deeply. Send it by POST /v1/events.', { cause: error });
  }
}
