import type { DatabaseSync } from 'node:sqlite';
import type { Minute } from '../sessions/minute.ts';
import type { Agent, Call } from '../sessions/session-state.ts';
import { createStory, type NumberedEvent, type Story } from '../sessions/story.ts';
import type { SessionWriter } from './session-writer.ts';
import type { Transact } from './transaction.ts';

/** So many events are told again at once; between two pieces others have their turn. */
const PIECE_EVENTS = 200;

interface Mender {
  /** True while there is more to do. */
  mend(): boolean;
  /** Events are gone: a story that is half told again is not true any more. */
  beginAgain(): void;
  /** What was told of this session is not all of it. */
  abandon(id: string): void;
}

interface MenderParts {
  readonly readAgain: (seq: number) => NumberedEvent;
  readonly writer: SessionWriter;
  readonly transact: Transact;
  readonly onMended: (story: Story) => void;
}

interface Mending {
  readonly story: Story;
  readonly calls: Map<string, Call>;
  readonly agents: Map<string, Agent>;
  readonly minutes: Map<number, Minute>;
  /** Still to be told, the next one last. */
  seqs: number[];
  /** Later ones have arrived meanwhile. */
  lastSeq: number;
}

/** Tells stories again from the events, in pieces, and replaces the rows of each at once when it is whole. */
export function createMender(database: DatabaseSync, parts: MenderParts): Mender {
  const { readAgain, writer, transact, onMended } = parts;
  const findStale = database.prepare('SELECT id FROM sessions WHERE stale = 1 LIMIT 1');
  const findSeqs = database.prepare(
    'SELECT seq FROM events WHERE session_id = ? AND seq > ? ORDER BY at_ms DESC, id DESC',
  );
  let mending: Mending | undefined;

  function begin(): Mending | undefined {
    const id = findStale.get()?.id;
    if (typeof id !== 'string') return undefined;
    const story = createStory(id, { readAgain });
    return { story, calls: new Map(), agents: new Map(), minutes: new Map(), ...seqsOf(id, 0) };
  }

  function seqsOf(id: string, afterSeq: number): Pick<Mending, 'seqs' | 'lastSeq'> {
    const seqs = findSeqs.all(id, afterSeq).map((row) => Number(row.seq));
    return { seqs, lastSeq: seqs.reduce((last, seq) => Math.max(last, seq), afterSeq) };
  }

  /** False when an event came that belongs before what was told already: from the beginning, then. */
  function tellPiece(mending: Mending): boolean {
    const { story, seqs } = mending;
    for (let told = 0; told < PIECE_EVENTS; told += 1) {
      const seq = seqs.pop();
      if (seq === undefined) break;
      if (!story.take(readAgain(seq))) return false;
    }
    keepChanges(mending);
    return true;
  }

  function keepChanges({ story, calls, agents, minutes }: Mending): void {
    const changes = story.takeChanges();
    for (const call of changes.calls) calls.set(call.id, call);
    for (const agent of changes.agents) agents.set(agent.id, agent);
    for (const minute of changes.minutes) minutes.set(minute.minute, minute);
  }

  function finish({ story, calls, agents, minutes }: Mending): void {
    transact(() => {
      writer.clear(story.id);
      writer.write(story.state(), {
        calls: [...calls.values()],
        agents: [...agents.values()],
        minutes: [...minutes.values()],
      });
    });
    onMended(story);
  }

  return {
    beginAgain() {
      mending = undefined;
    },
    abandon(id) {
      if (mending?.story.id === id) mending = undefined;
    },
    mend() {
      const current = mending ?? begin();
      mending = undefined;
      if (current === undefined) return false;
      if (!tellPiece(current)) return true;
      if (current.seqs.length === 0) Object.assign(current, seqsOf(current.story.id, current.lastSeq));
      if (current.seqs.length === 0) finish(current);
      else mending = current;
      return true;
    },
  };
}
