import type { EventStore } from '../store/event-store.ts';
import type { Pace } from './pace.ts';

type SpaceUsed = ReturnType<EventStore['retained']['space']>;

interface RoomParts {
  readonly retained: Pick<EventStore['retained'], 'space' | 'giveBack' | 'emptyLog'>;
  readonly pace: Pace;
  /** Past this on disk no room is held back for what may come. */
  readonly maxBytes: number;
}

/** Gives back to the file system what events have left. */
export interface Room {
  /** Some of it; true while there is more. `isBusy`: events come in, and take up free room by themselves. */
  step(options: { readonly isBusy: boolean }): boolean;
}

/** So much of the file may stay free while events come in. */
const SLACK_BYTES = 1024 * 1024;
const SLACK_PART = 0.01;
/** The log is written over from its beginning; a longer one has grown because somebody read in it for long. */
export const LONG_LOG_BYTES = 8 * 1024 * 1024;

export function createRoom({ retained, pace, maxBytes }: RoomParts): Room {
  /** What was given back stands in the log until that is emptied, and so does what went. */
  let isLogStale = false;

  function slackBytes({ usedBytes, freeBytes, logBytes }: SpaceUsed): number {
    return usedBytes + freeBytes + logBytes > maxBytes ? 0 : Math.max(SLACK_BYTES, usedBytes * SLACK_PART);
  }

  /** False when there is nothing to give back, or the file does not give it. */
  function giveBack(before: SpaceUsed, slack: number): boolean {
    if (before.freeBytes <= slack) return false;
    pace.step((bytes) => retained.giveBack(Math.min(bytes, before.freeBytes)));
    isLogStale = true;
    return retained.space().freeBytes < before.freeBytes;
  }

  return {
    step({ isBusy }) {
      const before = retained.space();
      if (giveBack(before, isBusy ? slackBytes(before) : 0)) return true;
      if (isBusy ? before.logBytes <= LONG_LOG_BYTES : !isLogStale) return false;
      retained.emptyLog();
      isLogStale = false;
      return false;
    },
  };
}
