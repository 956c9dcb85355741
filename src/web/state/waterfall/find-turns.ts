import type { Moment } from '../moment.ts';
import type { Until } from './bars.ts';
import type { Stretch } from './stretch.ts';

/** From a prompt to what the session last did about it. */
export interface Turn extends Stretch {
  /** The prompt's row; undefined for one that began before all that is known. */
  readonly key: string | undefined;
  readonly isOpen: boolean;
}

type Part = readonly Moment[];
type EndOf = (moment: Moment) => number;

/** `endOf` tells when a moment was over. Only the main thread has turns. */
export function findTurns(moments: readonly Moment[], endOf: EndOf, until: Until): Turn[] {
  const parts = splitAtPrompts(moments.filter(isTurned));
  return parts.map((part, index) => toTurn(part, endOf, index === parts.length - 1 ? until : undefined));
}

/** Whether it belongs to a turn of the main thread. */
export function isTurned({ kind, agentId }: Moment): boolean {
  return agentId === undefined && (kind === 'prompt' || kind === 'call' || isEnd(kind));
}

function isEnd(kind: Moment['kind']): boolean {
  return kind === 'answer' || kind === 'failure';
}

function splitAtPrompts(moments: readonly Moment[]): Part[] {
  const parts: Moment[][] = [];
  for (const moment of moments) {
    const part = parts.at(-1);
    if (part === undefined || moment.kind === 'prompt') parts.push([moment]);
    else part.push(moment);
  }
  return parts;
}

/** Of the last turn nobody knows that it is over, unless it has answered; it may answer more than once. */
function toTurn(part: Part, endOf: EndOf, until: Until | undefined): Turn {
  const [first, last] = [part[0] as Moment, part.at(-1) as Moment];
  const key = first.kind === 'prompt' ? first.key : undefined;
  const fromMs = first.atMs;
  const isOpen = until?.goesOn === true && !isEnd(last.kind);
  const endMs = isEnd(last.kind)
    ? last.atMs
    : part.reduce((latestMs, moment) => Math.max(latestMs, endOf(moment)), fromMs);
  return { key, fromMs, toMs: Math.max(fromMs, isOpen ? until.ms : endMs), isOpen };
}
