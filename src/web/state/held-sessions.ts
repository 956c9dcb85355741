import { type ReadonlySignal, signal } from '@preact/signals';
import type { SessionDetail, SessionView } from '../../shared/session-view.ts';

/** As lists tell of it, and with what only its detail knows where that was asked for. */
export interface HeldSession extends SessionView, Partial<Pick<SessionDetail, 'agents' | 'previous' | 'next'>> {
  /** A list has told news of it since: its sub-agents may be others by now. */
  readonly isBehind?: true;
}
export type ById = ReadonlyMap<string, HeldSession>;

/** In whatever order answers come: what was asked for last counts. */
export interface HeldSessions {
  readonly byId: ReadonlySignal<ById>;
  /** The number of a question that is put now. */
  ask(): number;
  /** What that question was answered. */
  note(question: number, sessions: readonly SessionView[]): void;
  /** From this question on all were asked for: whoever none of them, nor any later one, told of has gone. */
  dropBefore(question: number): void;
}

export function createHeldSessions(): HeldSessions {
  const byId = signal<ById>(new Map());
  /** Of each, the question it was last told for. */
  const toldFor = new Map<string, number>();
  let lastQuestion = 0;
  let firstThatCounts = 0;

  return {
    byId,
    ask() {
      lastQuestion += 1;
      return lastQuestion;
    },
    note(question, sessions) {
      const newer = sessions.filter(({ id }) => question >= (toldFor.get(id) ?? firstThatCounts));
      for (const { id } of newer) toldFor.set(id, question);
      byId.value = merge(byId.peek(), newer);
    },
    dropBefore(question) {
      firstThatCounts = question;
      const gone = [...toldFor].filter(([, at]) => at < question);
      if (gone.length === 0) return;
      const left = new Map(byId.peek());
      for (const [id] of gone) {
        toldFor.delete(id);
        left.delete(id);
      }
      byId.value = left;
    },
  };
}

/** Whether its detail has to be asked for: what a list tells is not all, or not any longer. */
export function needsDetail(held: HeldSession | undefined): boolean {
  return held?.agents === undefined || held.isBehind === true;
}

/** A session that is the same stays the same, and so do all of them: what is drawn of it is not drawn anew. */
export function merge(held: ById, sessions: readonly HeldSession[]): ById {
  const changed = sessions
    .map((session) => join(held.get(session.id), session))
    .filter((session) => session !== held.get(session.id));
  if (changed.length === 0) return held;
  const next = new Map(held);
  for (const session of changed) next.set(session.id, session);
  return next;
}

/** What a list does not tell stays as it was; sub-agents that are the same stay the same list. */
function join(known: HeldSession | undefined, session: HeldSession): HeldSession {
  if (known === undefined || known === session) return session;
  if (session.agents !== undefined) {
    if (isSame(session, known)) return known;
    return isSame(session.agents, known.agents) ? { ...session, agents: known.agents } : session;
  }
  const { agents, previous, next, isBehind, ...listed } = known;
  if (isSame(session, listed)) return known;
  return agents === undefined ? session : { ...session, agents, previous, next, isBehind: true };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
