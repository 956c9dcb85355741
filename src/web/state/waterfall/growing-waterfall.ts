import type { AgentView } from '../../../shared/session-view.ts';
import type { Moment } from '../moment.ts';
import { findCut } from './find-cut.ts';
import { askOf, waitOf } from './find-waits.ts';
import { flatten } from './lanes.ts';
import { append, type LaidOut, layOut, NO_PART, type Part } from './part.ts';
import { findUntil, type Tale, toWaterfall, type Waterfall } from './waterfall.ts';

/** So many moments more than may yet change, at least, are laid out anew each time: keeping what is over costs as much as it saves. */
const LEAST_OVER = 200;

/** What is over of a session, and what would have to happen so that it is not. */
interface Over {
  readonly moments: readonly Moment[];
  readonly part: Part;
  readonly keys: ReadonlySet<string>;
  /** The agents whose moments are among them, as they were told of. */
  readonly agents: ReadonlyMap<string, string>;
  /** What calls without an end might still be found to have asked for. */
  readonly asks: ReadonlySet<string>;
}

const NOTHING_OVER: Over = { moments: [], part: NO_PART, keys: new Set(), agents: new Map(), asks: new Set() };

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
    if (cut >= leastOver) over = addOver(over, moments.slice(0, over.moments.length + cut), { agents, known, laidOut });
    return waterfall;
  };
}

interface Told {
  readonly agents: readonly AgentView[];
  readonly known: ReadonlyMap<string, AgentView>;
  readonly laidOut: LaidOut;
}

function addOver(over: Over, moments: readonly Moment[], { agents, known, laidOut }: Told): Over {
  const fresh = moments.slice(over.moments.length);
  const { part } = layOut(fresh, agents, findUntil(fresh, undefined));
  const ids = new Set(fresh.map(({ agentId }) => agentId).filter((id) => id !== undefined));
  const unanswered = fresh.filter(({ kind, key, endAt }) => kind === 'call' && !endAt && !laidOut.waits.has(key));
  return {
    moments,
    part: append(over.part, part),
    keys: new Set([...over.keys, ...fresh.map(({ key }) => key)]),
    agents: new Map([...over.agents, ...[...ids].map((id) => [id, stampOf(known.get(id))] as const)]),
    asks: new Set([...over.asks, ...unanswered.map(askOf)]),
  };
}

function isStillOver(over: Over, moments: readonly Moment[], known: ReadonlyMap<string, AgentView>): boolean {
  if (over.moments.some((moment, at) => moment !== moments[at])) return false;
  if ([...over.agents].some(([id, stamp]) => stampOf(known.get(id)) !== stamp)) return false;
  return !moments.slice(over.moments.length).some((moment) => reachesBack(moment, over, known));
}

/** Whether a moment has to do with what is over. */
function reachesBack(moment: Moment, { keys, agents, asks }: Over, known: ReadonlyMap<string, AgentView>): boolean {
  const { kind, agentId } = moment;
  if (kind === 'wait' && asks.has(waitOf(moment))) return true;
  if (agentId === undefined) return false;
  return agents.has(agentId) || keys.has(`call ${known.get(agentId)?.callId}`);
}

/** What of an agent decides where it is drawn. */
function stampOf(agent: AgentView | undefined): string {
  return `${agent?.callId} ${agent?.background} ${agent?.state} ${agent?.endedAt}`;
}
