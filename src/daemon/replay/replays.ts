import type { ReplayMessage, ReplayState } from '../../shared/replay-wire.ts';
import type { Problem } from '../../shared/wire.ts';
import type { Entry } from '../store/entry.ts';
import type { Recordings } from '../store/recordings.ts';
import { createLookAhead } from './look-ahead.ts';
import { createPlayer, type Player } from './player.ts';
import { readTimetable } from './read-timetable.ts';
import type { Timetable } from './timetable.ts';

/** One connection has so many at most: each reads ahead, and holds two numbers for every event of its session. */
const MAX_REPLAYS = 4;
/** Past this many unsent bytes a replay waits; live events have their own, larger room. */
const ROOM_BYTES = 256 * 1024;

/** The connection, as its replays see it. */
export interface ReplayLine {
  /** Whole messages of JSON, in one write. */
  sayTexts(texts: readonly string[]): void;
  /** How a replay stands: the answer to what the client said of it. */
  say(message: ReplayState): void;
  bufferedBytes(): number;
  /** Resolves when the other side has taken all that was written. */
  untilTaken(): Promise<void>;
}

export interface ReplaysOptions {
  readonly line: ReplayLine;
  readonly recordings: Recordings;
  readonly refuse: (problem: Problem) => void;
  readonly onFailure: (error: unknown) => void;
}

/** The replays of one connection, each by the name that its client gave it. */
export interface Replays {
  hear(message: ReplayMessage): Promise<void>;
  close(): void;
}

interface Slot {
  readonly sessionId: string;
  readonly maxGapMs?: number | undefined;
  timetable?: Timetable;
  player?: Player;
  /** Undefined when there is nothing to play. What is said of a replay that is not ready yet waits for it. */
  ready: Promise<Player | undefined>;
}

type StartMessage = Extract<ReplayMessage, { readonly type: 'replay' }>;

export function createReplays({ line, recordings, refuse, onFailure }: ReplaysOptions): Replays {
  const slots = new Map<string, Slot>();

  return {
    async hear(message) {
      if (message.type === 'replay') return begin(message);
      const player = await slots.get(message.id)?.ready;
      if (player === undefined) return refuse(problem(message.id, 'no_replay', 'There is no replay of this name.'));
      obey(player, message);
      if (message.type === 'replay.stop') slots.delete(message.id);
    },
    close() {
      for (const slot of slots.values()) slot.player?.close();
      slots.clear();
    },
  };

  async function begin(message: StartMessage): Promise<void> {
    const { id, sessionId, maxGapMs } = message;
    slots.get(id)?.player?.close();
    slots.delete(id);
    if (slots.size >= MAX_REPLAYS) forgetEnded();
    if (slots.size >= MAX_REPLAYS) {
      return refuse(problem(id, 'too_many_replays', `A connection can have ${MAX_REPLAYS} replays at a time.`));
    }
    const slot: Slot = { sessionId, maxGapMs, ready: Promise.resolve(undefined) };
    slots.set(id, slot);
    slot.ready = prepare(slot, message);
    if ((await slot.ready) !== undefined || slots.get(id) !== slot) return;
    slots.delete(id);
    refuse(problem(id, 'no_session', 'There are no events of this session.'));
  }

  async function prepare(slot: Slot, message: StartMessage): Promise<Player | undefined> {
    const timetable = await readTimetable(recordings, slot);
    const isWanted = slots.get(message.id) === slot; // another may have taken its name, and the client may have gone
    if (timetable === undefined || !isWanted) return undefined;
    slot.timetable = timetable;
    slot.player = createPlayer({
      timetable,
      ahead: createLookAhead(timetable, recordings),
      sink: {
        send: (entries) => line.sayTexts(entries.map((entry) => printReplayed(entry, message.id))),
        isFull: () => line.bufferedBytes() > ROOM_BYTES,
        untilTaken: line.untilTaken,
      },
      from: message.from,
      speed: message.speed,
      onChange: () => tell(message.id, slot),
      onFailure,
    });
    slot.player.play();
    return slot.player;
  }

  function tell(id: string, { sessionId, maxGapMs, timetable, player }: Slot): void {
    if (timetable === undefined || player === undefined) return;
    const { speed, missing, ...state } = player.state();
    const message: ReplayState = {
      type: 'system.replay',
      replay: id,
      session_id: sessionId,
      ...state,
      start: new Date(timetable.startMs).toISOString(),
      end: new Date(timetable.endMs).toISOString(),
      count: timetable.count,
      speed: speed === Infinity ? 'max' : speed,
      ...(maxGapMs === undefined ? {} : { max_gap_ms: maxGapMs }),
      ...(missing === 0 ? {} : { missing }),
    };
    line.say(message);
  }

  /** They are kept for who wants to seek back, as long as there is room. */
  function forgetEnded(): void {
    for (const [id, { player }] of slots) {
      if (player?.state().state === 'ended') slots.delete(id);
    }
  }
}

function obey(player: Player, message: Exclude<ReplayMessage, StartMessage>): void {
  if (message.type === 'replay.pause') player.pause();
  else if (message.type === 'replay.resume') player.play();
  else if (message.type === 'replay.seek') player.seek(message.to);
  else if (message.type === 'replay.speed') player.setSpeed(message.speed);
  else player.close();
}

/** The envelope as it was sent when it happened, and that it comes from a replay. */
function printReplayed({ json }: Entry, id: string): string {
  return `${json.slice(0, -1)},"replayed":true,"replay":${JSON.stringify(id)}}`;
}

function problem(id: string, code: string, message: string): Problem {
  return { id, code, message };
}
