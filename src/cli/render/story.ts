import type { SessionStory } from '../../client/read-sessions.ts';
import { sayEndReason } from '../../shared/end-reason.ts';
import type { Envelope } from '../../shared/envelope.ts';
import { momentName } from '../../shared/moment-name.ts';
import { shortPath } from '../../shared/place-name.ts';
import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import type { AgentView, SpanView } from '../../shared/session-view.ts';
import { summarise } from '../../shared/summary.ts';
import { type Cell, cutCells, joinCells } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { fitToWidth, widthOf } from './width.ts';

interface StoryOptions {
  readonly nowMs: number;
  /** Undefined: nothing is cut. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone: string | undefined;
}

/** A moment of the story: said by an event, or a call from its beginning to its end. */
interface Moment {
  readonly at: string;
  readonly depth: number;
  readonly name: string;
  readonly text: string;
  readonly took: string;
  readonly outcome?: string;
}

const WAITS = /^hook\.(notification|permission_request|elicitation)$/;

const NAME_COLUMNS = 10;
/** What is no tool's name takes the room it needs, up to this. */
const MAX_NAME_COLUMNS = 20;
const TOOK_COLUMNS = 10;
const INDENT = '  ';

/** A session as a story: prompts, calls with what became of them, sub-agents indented under those who sent them. */
export function printStory(story: SessionStory, options: StoryOptions): string[] {
  const { session, events, spans, waits } = story;
  const depthOf = createDepths(session.agents);
  const known = new Set(flatten(session.agents).map(({ id }) => id));
  const waitedMs = new Map(waits.map(({ startedAt, durationMs }) => [Date.parse(startedAt), durationMs]));
  const told = events
    .filter((event) => isTold(event, known))
    .map((event) => ({ ...toMoment(event, depthOf), took: tookOf(event, waitedMs) }));
  const calls = spans.map((span) => toCall(span, depthOf, session.cwd));
  const clock = createClock(options.timeZone);
  const moments = [...told, ...calls].toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
  return [...printHead(story, options), '', ...moments.map((moment) => printMoment(moment, clock, options))];
}

function printHead({ session }: SessionStory, { nowMs, paint }: StoryOptions): string[] {
  const { id, state, why, since, project, model, counts, previous, next } = session;
  const forMs = Math.max(0, nowMs - Date.parse(since));
  const isOver = state === 'ended' || state === 'lost';
  const time = isOver ? `${printDuration(forMs)} ago` : `for ${printDuration(forMs)}`;
  const reason = sayEndReason(why);
  const now = `${state}${reason === undefined ? '' : ` (${toFirstLine(reason)})`}, ${time}`;
  const failed = counts.errors === 0 ? '' : `, ${counts.errors} failed`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Session', toSafeText(id)],
    ['Now', now],
    ['Project', project && toSafeText(project)],
    ['Model', model && toSafeText(model)],
    ['Counts', `${printCount(counts.prompts, 'prompt')}, ${printCount(counts.toolCalls, 'call')}${failed}`],
    ['Follows', previous && toSafeText(previous)],
    ['Goes on in', next && toSafeText(next)],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`${paint.dim(name.padEnd(11))}${value}`]));
}

/** Sub-agents of Claude Code's own have neither type nor start (F54). */
function isTold({ type, data }: Envelope, known: ReadonlySet<string>): boolean {
  if (momentName(type) === undefined) return false;
  return type !== 'hook.subagent_stop' || known.has(String(data.agent_id));
}

function toMoment({ type, timestamp, data }: Envelope, depthOf: DepthOf): Omit<Moment, 'took'> {
  const told = summarise(String(data.hook_event_name), data);
  const text = type === 'hook.session_end' ? (sayEndReason(told) ?? '') : told;
  const what =
    type === 'hook.permission_request' ? `for permission: ${toFirstLine(String(data.tool_name))} ${text}` : text;
  const outcome = type === 'hook.stop_failure' ? 'failed' : undefined;
  const depth = depthOf(data.agent_id) - (type === 'hook.subagent_start' ? 1 : 0);
  return { at: timestamp, depth, name: toFirstLine(momentName(type) ?? ''), text: what, ...(outcome && { outcome }) };
}

/** A wait is known by the moment it began. */
function tookOf({ type, timestamp }: Envelope, waitedMs: ReadonlyMap<number, number>): string {
  const ms = WAITS.test(type) ? waitedMs.get(Date.parse(timestamp)) : undefined;
  return ms === undefined ? '' : printDuration(ms);
}

function toCall(span: SpanView, depthOf: DepthOf, cwd: string | undefined): Moment {
  const { startedAt = '', tool, summary, durationMs, outcome, agent_id: agentId, error } = span;
  const what = toFirstLine(shortPath(summary, cwd));
  const why = error === undefined ? '' : `: ${toFirstLine(error.replace(/^Exit code (\d+)\n/, 'exit $1, '))}`;
  const text = outcome === 'ok' ? what : `${what}${what === '' ? '' : '  '}${outcome}${why}`;
  const took = durationMs === undefined ? '' : printDuration(durationMs);
  return { at: startedAt, depth: depthOf(agentId), name: toFirstLine(tool), text, took, outcome };
}

function printMoment({ at, depth, name, text, took, outcome }: Moment, clock: Clock, options: StoryOptions): string {
  const { columns = Number.POSITIVE_INFINITY, paint, glyphs } = options;
  const isCall = outcome !== undefined;
  const nameColumns = isCall ? NAME_COLUMNS : Math.min(MAX_NAME_COLUMNS, Math.max(NAME_COLUMNS, widthOf(name)));
  const isFailed = outcome === 'failed' || outcome === 'denied';
  const cells: Cell[] = [
    { text: clock(at), paint: paint.dim },
    { text: took.padStart(TOOK_COLUMNS), paint: paint.dim },
    {
      text: INDENT.repeat(Math.max(0, depth)) + fitToWidth(name, nameColumns, glyphs.more),
      paint: isFailed ? paint.failure : isCall ? paint.accent : paint.strong,
    },
    { text },
  ];
  return joinCells(cutCells(cells, columns, glyphs.more)).trimEnd();
}

type Clock = (at: string) => string;

function createClock(timeZone: string | undefined): Clock {
  const format = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', timeZone });
  return (at) => (at === '' ? ' '.repeat(8) : format.format(Date.parse(at)));
}

type DepthOf = (agentId: unknown) => number;

/** 0 for the main thread, one more for each sub-agent between. */
function createDepths(agents: readonly AgentView[]): DepthOf {
  const depths = new Map<unknown, number>();
  const walk = (level: readonly AgentView[], depth: number): void => {
    for (const agent of level) {
      depths.set(agent.id, depth);
      walk(agent.agents, depth + 1);
    }
  };
  walk(agents, 1);
  return (agentId) => (agentId === undefined ? 0 : (depths.get(agentId) ?? 1));
}

function flatten(agents: readonly AgentView[]): AgentView[] {
  return agents.flatMap((agent) => [agent, ...flatten(agent.agents)]);
}
