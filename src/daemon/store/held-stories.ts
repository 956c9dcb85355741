import { toSessionEvent } from '../sessions/advance.ts';
import type { Agent, Call } from '../sessions/session-state.ts';
import { createStory, type NumberedEvent } from '../sessions/story.ts';
import type { Ahead } from './ahead.ts';
import type { Keeper } from './keeper.ts';
import type { SessionBase } from './session-base.ts';

/** What the events that wait in memory tell of their sessions. */
export interface HeldStories {
  /** Those sessions, and those whose rows could not be written either, by their ids; none when nothing waits. */
  all(): ReadonlyMap<string, Ahead>;
}

const NONE: ReadonlyMap<string, Ahead> = new Map();
/** A story remembers no more steps than this, and reads no other event again. */
const REMEMBERED_EVENTS = 64;

/** Each story goes on from where the file has it. Nothing here is written: once the events are on disk they are told from there. */
export function createHeldStories({ read, held, storeId }: Pick<Keeper, 'read' | 'held' | 'storeId'>): HeldStories {
  /** Undefined for a session that has to be told again from its beginning first. */
  let tellings = new Map<string, Telling | undefined>();
  let toldSeq = 0;
  let told = '';

  return {
    all() {
      const round = `${held.round()} of ${storeId()}`;
      if (held.size() === 0) return NONE;
      if (round !== told) {
        told = round;
        begin();
      }
      tell();
      return new Map([...tellings].flatMap(([id, telling]) => (telling === undefined ? [] : [[id, telling.ahead()]])));
    },
  };

  function begin(): void {
    tellings = new Map();
    toldSeq = 0;
    for (const id of read(({ sessions }) => sessions.behind(), [])) telling(id);
  }

  function tell(): void {
    for (const { row } of held.all()) {
      if (row.seq <= toldSeq || row.sessionId === null) continue;
      telling(row.sessionId)?.take({ ...toSessionEvent(row), seq: row.seq });
      toldSeq = row.seq;
    }
  }

  function telling(id: string): Telling | undefined {
    if (tellings.has(id)) return tellings.get(id);
    const base = read(({ sessions }) => sessions.base(id), undefined);
    if (base === undefined) told = ''; // the file can't be read: begun anew with the next question
    const opened = base === undefined || base.isStale ? undefined : goOn(id, base);
    tellings.set(id, opened);
    return opened;
  }
}

interface Telling {
  take(event: NumberedEvent): void;
  ahead(): Ahead;
}

function goOn(id: string, { state, events }: SessionBase): Telling {
  const latest = new Map<number, NumberedEvent>();
  const readAgain = (seq: number): NumberedEvent => latest.get(seq) as NumberedEvent;
  // an event that comes very late is counted, and takes its place in the story when that is told from the file
  const story = createStory(id, { state, readAgain, isCut: true });
  const calls = new Map<string, Call>();
  const agents = new Map<string, Agent>();
  const telling: Telling = {
    take(event) {
      latest.set(event.seq, event);
      for (const seq of latest.keys()) {
        if (latest.size <= REMEMBERED_EVENTS) break;
        latest.delete(seq);
      }
      story.take(event);
      const changes = story.takeChanges();
      for (const call of changes.calls) calls.set(call.id, call);
      for (const agent of changes.agents) agents.set(agent.id, agent);
    },
    ahead: () => ({ state: story.state(), calls, agents }),
  };
  for (const event of events) telling.take(event);
  return telling;
}
