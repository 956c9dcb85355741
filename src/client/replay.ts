import type { Envelope } from '../shared/envelope.ts';
import { MpmError } from '../shared/errors.ts';
import type { ReplayState } from '../shared/replay-wire.ts';
import { isEnvelope, parseServerMessage } from '../shared/wire.ts';
import { openConnection } from './connection.ts';
import { findDaemon, type Whereabouts } from './find-daemon.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { lost } from './lost.ts';
import { createRemote, type ReplayControls, type ReplayRemote } from './replay-remote.ts';
import { createSilenceAlarm, untilClosed } from './socket-life.ts';

export interface ReplayOptions extends Whereabouts {
  readonly session: string;
  /** 1 is as it happened, `max` as fast as it is read. */
  readonly speed?: number | 'max' | undefined;
  /** An ISO time, ms since the epoch, or `10m` from the beginning. */
  readonly from?: string | number | undefined;
  /** Longer pauses are shortened to this. */
  readonly maxGapMs?: number | undefined;
  /** How the daemon's status names this reader. */
  readonly name?: string;
  /** Ends it, quietly. */
  readonly signal?: AbortSignal;
  /** Told in its place among the events: that it plays, stands or has ended, where, and how fast. */
  readonly onState?: (state: ReplayState) => void;
}

/** To be iterated once; it plays as long as it is. */
export interface Replay extends ReplayControls, AsyncIterable<Envelope> {}

type Item = { readonly envelope: Envelope } | { readonly state: ReplayState };

/**
 * A session as it happened, event by event in its own time, each marked `replayed`. Ends where the session had ended; a reader
 * that is slow slows it. Rejects when the daemon goes: nothing is lost, it can be begun `from` anywhere.
 */
export function replay(options: ReplayOptions): Replay {
  const remote = createRemote();
  const events = play(options, remote);
  const { pause, resume, seek, setSpeed, stop } = remote;
  return { pause, resume, seek, setSpeed, stop, [Symbol.asyncIterator]: () => events };
}

async function* play(options: ReplayOptions, remote: ReplayRemote): AsyncGenerator<Envelope, void, undefined> {
  const over = new AbortController();
  const inbox = createInbox<Item>();
  const signal = options.signal === undefined ? over.signal : AbortSignal.any([options.signal, over.signal]);
  const received = receive(inbox, { options, remote, signal, end: () => over.abort() });
  try {
    for (;;) {
      const item = await inbox.take();
      if (item === undefined) break;
      if ('envelope' in item) yield item.envelope;
      else options.onState?.(item.state);
    }
  } finally {
    over.abort();
    await received;
  }
}

interface Parts {
  readonly options: ReplayOptions;
  readonly remote: ReplayRemote;
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** Puts into the inbox what comes, until it has ended there; never rejects. */
async function receive(inbox: Inbox<Item>, { options, remote, signal, end }: Parts): Promise<void> {
  const take = createTake(inbox, { remote, end });
  try {
    const connection = await openConnection(findDaemon(options));
    const socket = await connection.upgrade();
    const silence = createSilenceAlarm(() => socket.terminate());
    silence.restart();
    const say = (message: object): void => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };
    socket.on('open', () => {
      const { session, speed, from, maxGapMs, name = 'replay' } = options;
      say({ type: 'register', types: [], name });
      say({ type: 'replay', session_id: session, speed, from, max_gap_ms: maxGapMs });
      remote.attach(say);
    });
    inbox.onPressure(remote.holdUp);
    const onFrame = (text: string): void => {
      const messages = parseServerMessage(text) ?? [];
      for (const message of messages) take(message, text.length / messages.length);
    };
    try {
      await untilClosed(socket, { signal, onFrame, onLife: silence.restart });
    } finally {
      inbox.onPressure(() => {});
      silence.stop();
      connection.close();
    }
    inbox.end();
  } catch (error) {
    inbox.end(error);
  }
}

function createTake(inbox: Inbox<Item>, { remote, end }: Pick<Parts, 'remote' | 'end'>) {
  const takeState = (state: ReplayState): void => {
    inbox.put({ state });
    if (state.state === 'stopped' && !remote.hasStopped()) throw lost();
    if (state.state === 'ended' || state.state === 'stopped') end();
  };

  return (message: Envelope | Readonly<Record<string, unknown>>, chars: number): void => {
    if (isEnvelope(message)) inbox.put({ envelope: message }, chars);
    else if (message.type === 'system.replay') takeState(message as unknown as ReplayState);
    else if (message.type === 'system.error') throw toError(String(message.code), String(message.message));
  };
}

function toError(code: string, message: string): MpmError {
  if (code === 'no_session') {
    return new MpmError('NO_SESSION', 'No session with this id is known.', { hint: 'mpm-hook sessions' });
  }
  if (code === 'unknown_type') {
    return new MpmError('DAEMON_TOO_OLD', 'The daemon cannot replay.', { hint: 'mpm-hook daemon restart' });
  }
  return new MpmError('REFUSED', message);
}
