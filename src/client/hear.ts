import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import type { Place } from '../shared/place.ts';
import { type GapMessage, isEnvelope, type Problem, type WelcomeMessage } from '../shared/wire.ts';
import type { Inbox } from './inbox.ts';

export interface HearOptions {
  readonly inbox: Inbox;
  readonly place: Place;
  readonly onWelcome: () => void;
}

type Message = Envelope | Readonly<Record<string, unknown>>;

/**
 * Puts what the daemon says on one connection into the inbox, each event once. Throws what it has against us. What comes
 * before the welcome was not asked for: whoever registers late is taken for a client that wants everything.
 */
export function createHear({ inbox, place, onWelcome }: HearOptions): (message: Message, chars: number) => void {
  let isWelcome = false;

  const welcome = (message: WelcomeMessage): void => {
    const { store_id: storeId, version, seq, oldest_seq: oldestSeq, after } = message;
    isWelcome = true;
    onWelcome();
    const previous = place.enter(message);
    if (previous !== undefined) inbox.put({ notice: { kind: 'newStore', storeId, previous } });
    inbox.put({ notice: { kind: 'connected', version, storeId, seq, oldestSeq, after } });
  };

  const gap = ({ from, to, count }: GapMessage): void => {
    if (to === null) place.forget();
    else place.advance(to);
    inbox.put({ notice: { kind: 'gap', from, to: to ?? undefined, count: count ?? undefined } });
  };

  const asked = (message: Message, chars: number): void => {
    if (message.type === 'system.gap') gap(message as unknown as GapMessage);
    // What the daemon says of itself is kept nowhere, and has no place in the order.
    const isNew = isEnvelope(message) && (message.type.startsWith('system.') || place.advance(message.seq));
    if (isNew) inbox.put({ envelope: message }, chars);
  };

  return (message, chars) => {
    if (message.type === 'system.welcome') welcome(message as unknown as WelcomeMessage);
    else if (message.type === 'system.error') throw toError(message as unknown as Problem);
    else if (isWelcome) asked(message, chars);
  };
}

function toError({ code, message }: Problem): MpmError {
  return new MpmError(String(code), String(message));
}
