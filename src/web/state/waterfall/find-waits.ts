import { type Moment, permissionText } from '../moment.ts';

/** Hooks that run at once overtake one another by so much at most. */
const OVERTAKE_MS = 2000;

/** The wait of a call for its permission, by the call's key. The event names no call, so it is given to the first open one of the same agent that would do the same. */
export function findWaits(moments: readonly Moment[]): ReadonlyMap<string, Moment> {
  const isAsked = moments.some(({ kind }) => kind === 'wait');
  const calls = isAsked ? moments.filter(({ kind }) => kind === 'call') : [];
  const free = Map.groupBy(calls, ({ agentId, name, text }) => `${agentId} ${permissionText(name, text)}`);
  const waits = new Map<string, Moment>();
  for (const moment of moments) {
    const { kind, agentId, text, at } = moment;
    const list = kind === 'wait' ? free.get(`${agentId} ${text}`) : undefined;
    if (list === undefined) continue;
    while (list[0] !== undefined && isOver(list[0], at)) list.shift();
    const [call] = list;
    if (call === undefined || Date.parse(call.at) > Date.parse(at) + OVERTAKE_MS) continue;
    waits.set(call.key, moment);
    list.shift();
  }
  return waits;
}

function isOver({ endAt }: Moment, at: string): boolean {
  return endAt !== undefined && endAt < at;
}
