import { type Moment, permissionText } from '../moment.ts';

/** The wait of a call for its permission, by the call's key. The event names no call, so it is given to the first open one of the same agent that would do the same. */
export function findWaits(moments: readonly Moment[]): ReadonlyMap<string, Moment> {
  const open = new Map<string, Moment[]>();
  const waits = new Map<string, Moment>();
  for (const moment of moments) {
    const { kind, agentId, name, text, at } = moment;
    if (kind === 'call') {
      const what = `${agentId} ${permissionText(name, text)}`;
      open.set(what, [...(open.get(what) ?? []).filter(({ endAt }) => endAt === undefined || endAt >= at), moment]);
    } else if (kind === 'wait') {
      const call = open.get(`${agentId} ${text}`)?.find((one) => !waits.has(one.key) && (one.endAt ?? at) >= at);
      if (call !== undefined) waits.set(call.key, moment);
    }
  }
  return waits;
}
