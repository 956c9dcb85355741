import { REDEEM_PATH } from '../../shared/page-paths.ts';
import { parseFields } from '../../shared/wire.ts';

/** In the tab's own storage alone: a cookie would go to every port of this machine. */
const KEY = 'mpm-hook.token';
/** How an address ends that brings one. */
const TICKET = '#ticket=';

export interface TokenKeeper {
  /** False when the ticket in the address was no good. */
  readonly entered: Promise<boolean>;
  /** Waits until the ticket was traded; undefined where there was none, and none is needed with `auth: "off"`. */
  current(): Promise<string | undefined>;
  /** What there is by now. */
  held(): string | undefined;
}

/** Takes the ticket out of the address at once, and trades it for the token. */
export function createTokenKeeper(): TokenKeeper {
  const ticket = takeTicket();
  addEventListener('hashchange', () => {
    if (location.hash.startsWith(TICKET)) location.reload(); // typed into a tab that is open already
  });
  const held = () => sessionStorage.getItem(KEY) ?? undefined;
  const entered = ticket === undefined ? Promise.resolve(true) : enter(ticket);

  return {
    entered,
    async current() {
      await entered;
      return held();
    },
    held,
  };
}

async function enter(ticket: string): Promise<boolean> {
  const token = await redeem(ticket);
  if (token !== undefined) sessionStorage.setItem(KEY, token);
  return token !== undefined;
}

function takeTicket(): string | undefined {
  const { hash, pathname, search } = location;
  if (!hash.startsWith(TICKET)) return undefined;
  history.replaceState(history.state, '', pathname + search);
  return hash.slice(TICKET.length);
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
