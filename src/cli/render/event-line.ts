import type { Envelope } from '../../shared/envelope.ts';
import { printDuration } from './duration.ts';
import type { Glyphs } from './glyphs.ts';
import { type CallEnd, createOpenCalls, type OpenCalls } from './open-calls.ts';
import type { Paint } from './paint.ts';
import { folderName } from './place-name.ts';
import { toFirstLine, toSafeText } from './safe-text.ts';
import { summarise } from './summary.ts';
import { cutToWidth, fitToWidth, widthOf } from './width.ts';

export interface EventLineOptions {
  /** Undefined: nothing is cut. Asked for each line, since windows change. */
  readonly columns: () => number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone?: string;
}

export interface EventLines {
  print(envelope: Envelope): string;
  /** A remark among the lines, where their details stand. */
  printRemark(text: string): string;
}

interface Layout {
  readonly project: number;
  readonly event: number;
  readonly tool: number;
}

/** From this width on every event's name and most tools fit their column. */
const WIDE_COLUMNS = 110;
const WIDE: Layout = { project: 16, event: 18, tool: 10 };
const NARROW: Layout = { project: 10, event: 13, tool: 5 };
/** Tools of MCP servers have names that would leave no room for anything else. */
const MAX_NAME_COLUMNS = 22;
const TIME_COLUMNS = 8;
const SESSION_COLUMNS = 4;
/** Sessions whose folder is remembered. */
const MAX_SESSIONS = 1000;
/** A call that took this much longer than its tool waited for somebody. */
const WAITED_MS = 1000;

/** One readable line an event: when, where, what, with what, and how long it took. */
export function createEventLines(options: EventLineOptions): EventLines {
  const { paint, glyphs } = options;
  const clock = createClock(options.timeZone);
  const calls = createOpenCalls();
  const projectOf = createProjectNames();

  const layout = (): Layout => ((options.columns() ?? WIDE_COLUMNS) < WIDE_COLUMNS ? NARROW : WIDE);

  return {
    print(envelope) {
      const { data } = envelope;
      const name = eventName(envelope);
      const width = layout();
      const colour = isFailure(name) ? paint.failure : (text: string) => text;
      const time = fitToWidth(clock(Date.parse(envelope.timestamp)), TIME_COLUMNS);
      const project = fitToWidth(projectOf(envelope), width.project, glyphs.more);
      const session = fitToWidth(toSafeText(envelope.session_id ?? '').slice(0, SESSION_COLUMNS), SESSION_COLUMNS);
      const tool = typeof data.tool_name === 'string' ? toFirstLine(data.tool_name) : '';
      const [eventColumn, toolColumn] = spill(name, tool, width);
      const before = [time, project, session, eventColumn, toolColumn].join('  ');
      const detail = printDetail(name, { envelope, calls, isWide: width === WIDE });
      const room = (options.columns() ?? Number.POSITIVE_INFINITY) - widthOf(before) - 2;
      const cut = cutPieces(detail, room, glyphs.more).map((piece) =>
        piece.isAside ? paint.dim(piece.text) : piece.text,
      );
      const head = [paint.dim(time), project, paint.dim(session), colour(eventColumn), paint.accent(toolColumn)];
      return [...head, cut.join('  ')].join('  ').trimEnd();
    },
    printRemark(text) {
      const { project, event, tool } = layout();
      const remark = `${glyphs.rule} ${text} ${glyphs.rule}`;
      const column = TIME_COLUMNS + project + SESSION_COLUMNS + event + tool + 10;
      const room = (options.columns() ?? Number.POSITIVE_INFINITY) - widthOf(remark);
      return ' '.repeat(Math.max(0, Math.min(column, room))) + remark;
    },
  };
}

interface Piece {
  readonly text: string;
  readonly isAside?: boolean;
}

interface Described {
  readonly envelope: Envelope;
  readonly calls: OpenCalls;
  readonly isWide: boolean;
}

/** Whose call it is, how long it took, what it did. */
function printDetail(name: string, { envelope, calls, isWide }: Described): Piece[] {
  const { data } = envelope;
  const pieces: Piece[] = [];
  const summary = summarise(name, data);
  const agent = agentName(data, isWide && summary !== data.agent_type);
  if (agent !== undefined) pieces.push({ text: `[${agent}]`, isAside: true });
  const end = calls.follow(envelope);
  const took = end === undefined ? '' : printTime(end);
  if (took !== '') pieces.push({ text: took });
  if (summary !== '') pieces.push({ text: summary, isAside: name === 'PostToolUse' });
  const unended = name === 'PostToolBatch' ? calls.unendedIn(envelope) : [];
  if (unended.length > 0) pieces.push({ text: `did not run: ${toSafeText(unended.join(', '))}` });
  return pieces;
}

/** The tool's own time where it is known; what lies beyond was spent waiting, mostly for a permission. */
function printTime({ toolMs, spanMs }: CallEnd): string {
  const time = toolMs ?? spanMs;
  if (time === undefined) return '';
  const waitedMs = (spanMs ?? time) - time;
  return waitedMs > WAITED_MS ? `${printDuration(time)}, waited ${printDuration(waitedMs)}` : printDuration(time);
}

/** Sub-agents of one kind run side by side: the id's beginning tells them apart, where there is no room for the kind too. */
function agentName({ agent_id: id, agent_type: type }: Envelope['data'], withKind: boolean): string | undefined {
  if (typeof id !== 'string') return undefined;
  if (!withKind) return toSafeText(id.slice(0, 4));
  const kind = typeof type === 'string' && type !== '' ? type : 'internal';
  return toSafeText(`${kind} ${id.slice(0, 4)}`);
}

/** As Claude Code calls it; what is not from there goes by its type. */
function eventName({ type, data }: Envelope): string {
  return toFirstLine(typeof data.hook_event_name === 'string' ? data.hook_event_name : type);
}

function isFailure(name: string): boolean {
  return name.endsWith('Failure') || name === 'PermissionDenied';
}

/** A name too long for its column takes room from the next one before it pushes the rest of the line; some have no end. */
function spill(wholeName: string, wholeTool: string, { event, tool: toolWidth }: Layout): [string, string] {
  const name = cutToWidth(wholeName, MAX_NAME_COLUMNS);
  const tool = cutToWidth(wholeTool, MAX_NAME_COLUMNS);
  const left = name + ' '.repeat(Math.max(0, event - widthOf(name)));
  const over = Math.max(0, widthOf(left) - event);
  return [left, tool + ' '.repeat(Math.max(0, toolWidth - over - widthOf(tool)))];
}

function cutPieces(pieces: readonly Piece[], columns: number, more: string): Piece[] {
  let room = columns;
  const kept: Piece[] = [];
  for (const piece of pieces) {
    if (room < widthOf(more) + 1) break;
    const text = cutToWidth(piece.text, room, more);
    kept.push({ ...piece, text });
    room -= widthOf(text) + 2;
  }
  return kept;
}

/** A session goes by the folder it began in, wherever it `cd`s to. */
function createProjectNames(): (envelope: Envelope) => string {
  const names = new Map<string, string>();
  return ({ session_id: session = '', data }) => {
    const known = names.get(session);
    if (known !== undefined) return known;
    const name = typeof data.cwd === 'string' ? toSafeText(folderName(data.cwd)) : '';
    if (session === '' || name === '') return name;
    if (names.size >= MAX_SESSIONS) names.clear();
    names.set(session, name);
    return name;
  };
}

function createClock(timeZone: string | undefined): (atMs: number) => string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', ...zone });
  return (atMs) => (Number.isNaN(atMs) ? '' : format.format(atMs));
}
