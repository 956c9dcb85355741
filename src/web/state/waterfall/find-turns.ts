import type { Moment } from '../moment.ts';
import type { Until } from './bars.ts';
import type { Entry } from './entry.ts';
import { setBar } from './measure.ts';
import type { Stretch } from './stretch.ts';

/** From a prompt to what the session last did about it. */
export interface Turn extends Stretch {
  /** The prompt's row; undefined for one that began before all that is known. */
  readonly key: string | undefined;
  readonly isOpen: boolean;
}

/** A turn while it is gone through. */
interface Begun {
  readonly first: Entry;
  last: Entry;
  /** When what it did was over. */
  endMs: number;
}

/** The turns of the main thread, of entries that were measured; a prompt covers its turn. */
export function findTurns(entries: readonly Entry[], until: Until): Turn[] {
  const begun: Begun[] = [];
  for (const entry of entries) {
    const { moment } = entry;
    if (!isTurned(moment)) continue;
    const turn = moment.kind === 'prompt' ? undefined : begun.at(-1);
    if (turn === undefined) begun.push({ first: entry, last: entry, endMs: endOf(entry) });
    else extend(turn, entry);
  }
  return begun.map((turn, at) => toTurn(turn, at === begun.length - 1 ? until : undefined));
}

function extend(turn: Begun, last: Entry): void {
  turn.last = last;
  turn.endMs = Math.max(turn.endMs, endOf(last));
}

function isTurned({ kind, agentId }: Moment): boolean {
  return agentId === undefined && (kind === 'prompt' || kind === 'call' || isEnd(kind));
}

/** What a prompt covers is to be found out. */
function endOf({ moment, bar }: Entry): number {
  return moment.kind === 'prompt' ? moment.atMs : bar.toMs;
}

function isEnd(kind: Moment['kind']): boolean {
  return kind === 'answer' || kind === 'failure';
}

/** Of the last turn nobody knows that it is over, unless it has answered; it may answer more than once. */
function toTurn({ first, last: { moment: last }, endMs }: Begun, until?: Until): Turn {
  const fromMs = first.moment.atMs;
  const isOpen = until?.goesOn === true && !isEnd(last.kind);
  const overMs = isEnd(last.kind) ? last.atMs : endMs;
  const turn = { fromMs, toMs: Math.max(fromMs, isOpen ? until.ms : overMs), isOpen };
  if (first.moment.kind !== 'prompt') return { key: undefined, ...turn };
  setBar(first, turn);
  return { key: first.moment.key, ...turn };
}
