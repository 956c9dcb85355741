import { REDEEM_PATH } from '../../shared/page-paths.ts';
import { parseFields } from '../../shared/wire.ts';

/** In the tab's own storage alone: a cookie would go to every port of this machine. */
const KEY = 'mpm-hook.token';

export interface TokenKeeper {
  /** Undefined before a ticket was traded; with `auth: "off"` none is needed. */
  current(): string | undefined;
  /** Takes the ticket out of the address at once, and trades it for the token; false when it was no good. */
  enter(): Promise<boolean>;
}

export function createTokenKeeper(): TokenKeeper {
  return {
    current: () => sessionStorage.getItem(KEY) ?? undefined,
    async enter() {
      const ticket = takeTicket();
      if (ticket === undefined) return true;
      const token = await redeem(ticket);
      if (token !== undefined) sessionStorage.setItem(KEY, token);
      return token !== undefined;
    },
  };
}

function takeTicket(): string | undefined {
  const { hash, pathname, search } = location;
  if (!hash.startsWith('#ticket=')) return undefined;
  history.replaceState(history.state, '', pathname + search);
  return hash.slice('#ticket='.length);
}

async function redeem(ticket: string): Promise<string | undefined> {
  try {
    const answer = await fetch(REDEEM_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    });
    const token = answer.ok ? parseFields(await answer.text())?.token : undefined;
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined; // nobody there: the page says so by itself
  }
}
