import type { Envelope } from '../../shared/envelope.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toSafeText } from '../../shared/safe-text.ts';
import { summarise } from '../../shared/summary.ts';
import type { Cell } from './cells.ts';
import { type CallEnd, createOpenCalls } from './open-calls.ts';
import type { Paint } from './paint.ts';

/** A call that took this much longer than its tool waited for somebody. */
const WAITED_MS = 1000;

/** Says whose call it is, how long it took, what it did; remembers calls from their first event to their second. */
export function createEventDetail(paint: Paint): (envelope: Envelope, options: { isWide: boolean }) => Cell[] {
  const calls = createOpenCalls();

  return (envelope, { isWide }) => {
    const { type, data } = envelope;
    const name = typeof data.hook_event_name === 'string' ? data.hook_event_name : type;
    const summary = summarise(name, data);
    const unended = name === 'PostToolBatch' ? calls.unendedIn(envelope) : [];
    const cells: Cell[] = [
      { text: agentMark(data, isWide && summary !== data.agent_type), paint: paint.dim },
      { text: printTime(calls.follow(envelope)) },
      { text: summary, ...(name === 'PostToolUse' && { paint: paint.dim }) },
      { text: unended.length === 0 ? '' : `did not run: ${toSafeText(unended.join(', '))}` },
    ];
    return cells.filter(({ text }) => text !== '');
  };
}

/** Sub-agents of one kind run side by side: the id's beginning tells them apart, where there is no room for the kind too. */
function agentMark({ agent_id: id, agent_type: type }: Envelope['data'], withKind: boolean): string {
  if (typeof id !== 'string') return '';
  const kind = typeof type === 'string' && type !== '' ? type : 'internal';
  return toSafeText(withKind ? `[${kind} ${id.slice(0, 4)}]` : `[${id.slice(0, 4)}]`);
}

/** The tool's own time where it is known; what lies beyond was spent waiting, mostly for a permission. */
function printTime(end: CallEnd | undefined): string {
  const time = end?.toolMs ?? end?.spanMs;
  if (time === undefined) return '';
  const waitedMs = (end?.spanMs ?? time) - time;
  return waitedMs > WAITED_MS ? `${printDuration(time)}, waited ${printDuration(waitedMs)}` : printDuration(time);
}
