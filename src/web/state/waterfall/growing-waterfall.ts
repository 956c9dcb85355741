import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { askedFor } from '../story-waits.ts';
import { type Cut, findCut } from './find-cut.ts';
import { flatten } from './lanes.ts';
import { append, type LaidOut, layOut, NO_PART, type Part } from './part.ts';
import { findUntil, type Tale, toWaterfall, type Waterfall } from './waterfall.ts';

/** Fewer moments are not worth keeping: they are laid out again each time. */
const LEAST_OVER = 200;

/** What is over of a session, and what would have to happen so that it is not. */
interface Over {
  readonly moments: readonly Moment[];
  /** What comes later belongs behind it; what is told late may not. */
  readonly overMs: number;
  readonly part: Part;
  readonly keys: ReadonlySet<string>;
  /** The agents whose moments are among them, as they were told of. */
  readonly agents: ReadonlyMap<string, string>;
  /** The calls that have sent these, whether they are among them or not. */
  readonly senders: ReadonlySet<string>;
  /** What calls without an end might still be found to have asked for. */
  readonly asks: ReadonlySet<string>;
}

const NOTHING_OVER: Over = {
  moments: [],
  overMs: 0,
  part: NO_PART,
  keys: new Set(),
  agents: new Map(),
  senders: new Set(),
  asks: new Set(),
};

/**
 * The waterfall of a session that grows: the same as `createWaterfall` makes of all its moments, but what is over was laid
 * out once. Where something is told late that changes it after all, everything is laid out again.
 */
export function createGrowingWaterfall({ leastOver = LEAST_OVER } = {}): (tale: Tale) => Waterfall | undefined {
  let over = NOTHING_OVER;

  return ({ moments, agents, nowMs }) => {
    const [first] = moments;
    if (first === undefined) return undefined;
    const known = new Map(flatten(agents));
    if (!isStillOver(over, moments, known)) over = NOTHING_OVER;
    const rest = moments.slice(over.moments.length);
    const until = findUntil(rest, nowMs);
    const laidOut = layOut(rest, agents, until);
    const waterfall = toWaterfall(append(over.part, laidOut.part), { fromMs: first.atMs, toMs: until.ms });
    const cut = findCut(rest, laidOut, known);
    if (cut.count >= leastOver) over = addOver(over, moments, { agents, known, laidOut, cut });
    return waterfall;
  };
}

interface Told {
  readonly agents: readonly AgentView[];
  readonly known: ReadonlyMap<string, AgentView>;
  readonly laidOut: LaidOut;
  readonly cut: Cut;
}

function addOver(over: Over, all: readonly Moment[], { agents, known, laidOut, cut }: Told): Over {
  const moments = all.slice(0, over.moments.length + cut.count);
  const fresh = moments.slice(over.moments.length);
  const { part } = layOut(fresh, agents, findUntil(fresh, undefined));
  const ids = new Set(fresh.map(({ agentId }) => agentId).filter((id) => id !== undefined));
  const unanswered = fresh.filter(({ kind, key, endAt }) => kind === 'call' && !endAt && !laidOut.waits.has(key));
  return {
    moments,
    overMs: cut.overMs,
    part: append(over.part, part),
    keys: new Set([...over.keys, ...fresh.map(({ key }) => key)]),
    agents: new Map([...over.agents, ...[...ids].map((id) => [id, stampOf(known.get(id))] as const)]),
    senders: new Set([...over.senders, ...[...ids].map((id) => `call ${known.get(id)?.callId}`)]),
    asks: new Set([...over.asks, ...unanswered.map(askedFor)]),
  };
}

function isStillOver(over: Over, moments: readonly Moment[], known: ReadonlyMap<string, AgentView>): boolean {
  if (over.moments.some((moment, at) => moment !== moments[at])) return false;
  if ([...over.agents].some(([id, stamp]) => stampOf(known.get(id)) !== stamp)) return false;
  const rest = moments.slice(over.moments.length);
  return !rest.some((moment) => moment.atMs <= over.overMs || reachesBack(moment, over, known));
}

/** Whether a moment has to do with what is over. */
function reachesBack(moment: Moment, over: Over, known: ReadonlyMap<string, AgentView>): boolean {
  const { keys, senders, agents, asks } = over;
  const { kind, key, agentId } = moment;
  if (senders.has(key) || (kind === 'wait' && asks.has(askedFor(moment)))) return true;
  if (agentId === undefined) return false;
  return agents.has(agentId) || keys.has(`call ${known.get(agentId)?.callId}`);
}

/** What of an agent decides where it is drawn. */
function stampOf(agent: AgentView | undefined): string {
  return `${agent?.callId} ${agent?.background} ${agent?.state} ${agent?.endedAt}`;
}
