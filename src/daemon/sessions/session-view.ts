import type { Activity, AgentView, SessionStateName, SessionView, SpanView } from '../../shared/session-view.ts';
import type { Agent, Call, SessionState, Wait } from './session-state.ts';

/** Whatever is heard of a session after its process was found gone, it lives. One that was imported is not seen to live at all. */
export function isLost({ turn, lastAtMs, isImported }: SessionState, lostAtMs: number | undefined): boolean {
  if (turn === 'ended') return false;
  return isImported === true || (lostAtMs !== undefined && lastAtMs <= lostAtMs);
}

export function stateNameOf(state: SessionState): SessionStateName {
  if (state.turn === 'ended') return 'ended';
  if (state.isImported === true) return 'lost';
  if (state.waits.length > 0) return 'waiting';
  return state.turn === 'working' || state.isCompacting || isBusyBehind(state) ? 'working' : 'idle';
}

/** A teammate is listed as running for as long as it lives, at rest too: then its agent says more. */
function isBusyBehind({ background, agents }: SessionState): boolean {
  const isTeamBusy = () => [...agents.values()].some((agent) => agent.isBackground && agent.state === 'working');
  return background.some(({ type }) => type !== 'teammate' || isTeamBusy());
}

export function toSessionView(state: SessionState, lostAtMs?: number): SessionView {
  const name = isLost(state, lostAtMs) ? 'lost' : stateNameOf(state);
  const activity = name === 'working' || name === 'waiting' ? activityOf(state) : undefined;
  const why = whyOf(state, name);
  return {
    id: state.id,
    state: name,
    since: toIso(sinceOf(state, name)),
    ...(why === undefined ? {} : { why }),
    ...given({
      project: state.project,
      cwd: state.cwd,
      title: state.title,
      pid: state.process?.pid,
      startedBy: state.startedBy,
      model: state.model,
      permissionMode: state.permissionMode,
    }),
    host: state.host,
    startedAt: toIso(state.startedAtMs),
    lastEventAt: toIso(state.lastAtMs),
    counts: state.counts,
    ...given({ activity, lastPrompt: promptOf(state) }),
  };
}

function promptOf({ lastPrompt }: SessionState): { text: string; at: string } | undefined {
  return lastPrompt && { text: lastPrompt.text, at: toIso(lastPrompt.atMs) };
}

/** The lost one's last sign of life is all that is known of its end. */
function sinceOf({ waits, turnSinceMs, lastAtMs }: SessionState, name: SessionStateName): number {
  if (name === 'waiting') return Math.min(...waits.map(({ sinceMs }) => sinceMs));
  return name === 'lost' ? lastAtMs : turnSinceMs;
}

function whyOf(state: SessionState, name: SessionStateName): string | undefined {
  if (name === 'waiting') return state.waits[0] && sayWait(state.waits[0]);
  if (name === 'lost') return state.isImported === true ? 'imported, its end is not told' : 'its process is gone';
  if (name !== 'working' || state.turn === 'working') return state.why;
  if (state.isCompacting) return 'compacting';
  const [first, ...more] = state.background;
  if (first === undefined) return undefined;
  return `in the background: ${first.text || first.type}${more.length === 0 ? '' : ` and ${more.length} more`}`;
}

function sayWait({ kind, what }: Wait): string {
  if (kind === 'permission') return `permission for ${what}`;
  return kind === 'elicitation' ? `an answer for ${what}` : what;
}

function activityOf({ calls, waits }: SessionState): Activity | undefined {
  const running = [...calls.values()].filter(({ outcome }) => outcome === 'running');
  const call = running.find(({ id }) => waits.some(({ callId }) => callId === id)) ?? running.at(-1);
  if (call === undefined) return undefined;
  const since = call.startedAtMs === undefined ? undefined : toIso(call.startedAtMs);
  return { tool: call.tool, summary: call.summary, ...given({ since, agentId: call.agentId }) };
}

/** What still seems to run in a session that is lost was cut off with it. */
export function toSpanView(sessionId: string, call: Call, isSessionLost: boolean): SpanView {
  const { id, tool, summary, startedAtMs, durationMs, outcome, agentId, error } = call;
  return {
    tool_use_id: id,
    session_id: sessionId,
    tool,
    summary,
    ...given({ startedAt: startedAtMs === undefined ? undefined : toIso(startedAtMs), durationMs }),
    outcome: isSessionLost && outcome === 'running' ? 'interrupted' : outcome,
    ...given({ agent_id: agentId, error }),
  };
}

/** Each under the one that began it; one whose parent is not known (yet), or comes from itself, is the session's own. */
export function toAgentTree(agents: readonly Agent[], isSessionLost: boolean): AgentView[] {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const byParent = Map.groupBy(agents, (agent) => (hasRoot(agent, byId) ? agent.parentId : undefined));
  const below = (parent: string | undefined): AgentView[] =>
    (byParent.get(parent) ?? []).map((agent) => ({ ...toAgentView(agent, isSessionLost), agents: below(agent.id) }));
  return below(undefined);
}

/** Whether its ancestors are all known and lead to the session. */
function hasRoot({ parentId }: Agent, byId: ReadonlyMap<string, Agent>): boolean {
  const seen = new Set<string>();
  for (let id = parentId; id !== undefined; id = byId.get(id)?.parentId) {
    if (seen.has(id) || !byId.has(id)) return false;
    seen.add(id);
  }
  return true;
}

function toAgentView(agent: Agent, isSessionLost: boolean): Omit<AgentView, 'agents'> {
  const { id, type, state, startedAtMs, endedAtMs, callId, isBackground } = agent;
  const isOver = state === 'ended' || state === 'interrupted';
  return {
    id,
    type,
    state: isSessionLost && !isOver ? 'interrupted' : state,
    startedAt: toIso(startedAtMs),
    ...given({ endedAt: endedAtMs === undefined ? undefined : toIso(endedAtMs), callId }),
    background: isBackground,
  };
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

type Given<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Leaves out what is not known. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}
