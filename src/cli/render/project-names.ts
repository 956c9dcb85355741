import type { Envelope } from '../../shared/envelope.ts';
import { folderName } from '../../shared/place-name.ts';
import { toSafeText } from '../../shared/safe-text.ts';

/** Sessions whose folder is remembered. */
const MAX_SESSIONS = 1000;

/** A session goes by the folder it began in, wherever it `cd`s to. */
export function createProjectNames(): (envelope: Envelope) => string {
  const names = new Map<string, string>();
  return ({ session_id: session = '', data }) => {
    const known = names.get(session);
    if (known !== undefined) return known;
    const name = typeof data.cwd === 'string' ? toSafeText(folderName(data.cwd)) : '';
    if (session === '' || name === '') return name;
    if (names.size >= MAX_SESSIONS) names.clear();
    names.set(session, name);
    return name;
  };
}
