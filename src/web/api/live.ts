import { createBackoff } from '../../shared/backoff.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { createPlace } from '../../shared/place.ts';
import { isEnvelope, parseServerMessage } from '../../shared/wire.ts';

/** How the page stands with its daemon. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'away'; readonly untilMs: number }
  | { readonly kind: 'denied' };

/** Seqs that were missed, though they were asked for; undefined where nobody knows how many. */
export interface Gap {
  readonly count: number | undefined;
  readonly isOtherStore: boolean;
}

/** As much of a WebSocket as we need. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  readonly onOpen: () => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Whether it is worth trying: a handshake that fails does not say why. */
export type Knocked =
  | { readonly kind: 'denied' | 'away' }
  | {
      readonly kind: 'welcome';
      /** The daemon's count, which becomes another when something is forgotten. */
      readonly forgotten: number | undefined;
    };

export interface LiveParts {
  /** Begins to connect; `onClose` comes in every case, once. */
  openSocket(events: SocketEvents): Socket;
  knock(): Promise<Knocked>;
  /** Resolves after so long, or sooner when there is reason to hope. */
  pause(timeMs: number): Promise<void>;
  nowMs(): number;
  /** The first knock was answered, or was not. What is read before may hold what was forgotten since, and nobody would notice. */
  onKnocked(): void;
  onState(state: LinkState): void;
  /** The stream stands: what is read from the store from now on misses nothing. */
  onWelcome(): void;
  onEvents(events: readonly Envelope[]): void;
  onGap(gap: Gap): void;
  /** Events were removed for good, or may have been: nothing of them may be shown any longer. */
  onForgotten(how: { readonly isCertain: boolean }): void;
  /** A session was named, pinned or hidden, here or elsewhere. */
  onLabels(sessionId: string): void;
}

export interface Live {
  /** Connects, listens, and begins again where it left off, until closed. */
  run(): Promise<void>;
  close(): void;
}

type Fields = Readonly<Record<string, unknown>>;

/** Everything that happens, from now on and over all breaks. */
export function createLive(parts: LiveParts): Live {
  const place = createPlace({});
  const backoff = createBackoff();
  let isClosed = false;
  /** The daemon's count of what was forgotten, as it was when the first reading began or as was told since. */
  let forgotten: number | undefined;
  let hasKnocked = false;
  let socket: Socket | undefined;

  const hear = (text: string): void => {
    const fresh: Envelope[] = [];
    for (const message of parseServerMessage(text) ?? []) {
      if (!isEnvelope(message)) obey(message);
      else if (place.advance(message.seq)) fresh.push(message);
    }
    if (fresh.length > 0) parts.onEvents(fresh);
  };

  const welcome = ({ store_id: storeId, seq, after, forgotten: count }: Fields): void => {
    const start = typeof after === 'number' ? { after } : {};
    place.enter({ store_id: String(storeId), seq: Number(seq), ...start });
    backoff.reset();
    parts.onState({ kind: 'live' });
    parts.onWelcome();
    if (typeof count !== 'number') return;
    const before = forgotten;
    forgotten = count;
    if (before !== count) parts.onForgotten({ isCertain: before !== undefined }); // while we were away
  };

  const gap = ({ reason, count }: Fields): void => {
    const isOtherStore = reason === 'store_changed';
    if (isOtherStore) place.forget();
    parts.onGap({ count: typeof count === 'number' ? count : undefined, isOtherStore });
  };

  const obey = (message: Fields): void => {
    if (message.type === 'system.welcome') welcome(message);
    if (message.type === 'system.gap') gap(message);
    if (message.type === 'system.labels') parts.onLabels(String(message.session_id));
    if (message.type !== 'system.forgotten') return;
    if (typeof message.forgotten === 'number') forgotten = message.forgotten;
    parts.onForgotten({ isCertain: true });
  };

  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      const onOpen = () =>
        socket?.send(JSON.stringify({ type: 'register', name: 'dashboard', batch: true, ...place.toRegister() }));
      socket = parts.openSocket({ onOpen, onText: hear, onClose: resolve });
    });

  const knock = async (): Promise<Knocked> => {
    const knocked = await parts.knock();
    if (hasKnocked) return knocked;
    hasKnocked = true;
    if (knocked.kind === 'welcome') forgotten = knocked.forgotten; // what is read from now on may be gone by the first welcome
    parts.onKnocked();
    return knocked;
  };

  const tryOnce = async (): Promise<void> => {
    const knocked = await knock();
    if (knocked.kind === 'welcome') await listen();
    if (isClosed) return;
    const isDenied = knocked.kind === 'denied';
    const waitMs = isDenied ? Number.POSITIVE_INFINITY : backoff.nextMs();
    parts.onState(isDenied ? { kind: 'denied' } : { kind: 'away', untilMs: parts.nowMs() + waitMs });
    await parts.pause(waitMs);
  };

  return {
    async run() {
      while (!isClosed) await tryOnce();
    },
    close() {
      isClosed = true;
      socket?.close();
    },
  };
}
