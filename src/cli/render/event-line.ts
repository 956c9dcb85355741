import type { Envelope } from '../../shared/envelope.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import { type Cell, cutCells, joinCells, widthOfCells } from './cells.ts';
import { createEventDetail } from './event-detail.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { createProjectNames } from './project-names.ts';
import { cutToWidth, fitToWidth, widthOf } from './width.ts';

export interface EventLineOptions {
  /** Undefined: nothing is cut. Asked for each line, since windows change. */
  readonly columns: () => number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone: string | undefined;
}

export interface EventLines {
  print(envelope: Envelope): string;
  /** A remark among the lines, where their details stand. */
  printRemark(text: string): string;
}

/** How wide the columns are that differ with the window. */
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

/** One readable line an event: when, where, what, with what, and how long it took. */
export function createEventLines({ columns, paint, glyphs, timeZone }: EventLineOptions): EventLines {
  const clock = createClock(timeZone);
  const projectOf = createProjectNames();
  const detailOf = createEventDetail(paint);

  const layout = (): Layout => ((columns() ?? WIDE_COLUMNS) < WIDE_COLUMNS ? NARROW : WIDE);
  const roomBeside = (width: number): number => (columns() ?? Number.POSITIVE_INFINITY) - width;

  const headOf = (envelope: Envelope, name: string): Cell[] => {
    const { session_id: session = '', timestamp, data } = envelope;
    const { project, event, tool } = layout();
    const toolName =
      typeof data.tool_name === 'string' ? cutToWidth(toFirstLine(data.tool_name), MAX_NAME_COLUMNS) : '';
    const overWidth = Math.max(0, widthOf(name) - event); // a long name takes its room from the tool beside it
    return [
      ...(envelope.replayed === true ? [{ text: glyphs.replayed, paint: paint.dim }] : []),
      { text: fitToWidth(clock(Date.parse(timestamp)), TIME_COLUMNS), paint: paint.dim },
      { text: fitToWidth(projectOf(envelope), project, glyphs.more) },
      { text: fitToWidth(toSafeText(session).slice(0, SESSION_COLUMNS), SESSION_COLUMNS), paint: paint.dim },
      { text: padTo(name, event), ...(isFailure(name) && { paint: paint.failure }) },
      { text: padTo(toolName, tool - overWidth), paint: paint.accent },
    ];
  };

  return {
    print(envelope) {
      const name = cutToWidth(eventName(envelope), MAX_NAME_COLUMNS);
      const head = headOf(envelope, name);
      const detail = detailOf(envelope, { isWide: layout() === WIDE });
      return joinCells([...head, ...cutCells(detail, roomBeside(widthOfCells(head)), glyphs.more)]).trimEnd();
    },
    printRemark(text) {
      const { project, event, tool } = layout();
      const remark = `${glyphs.rule} ${text} ${glyphs.rule}`;
      const detailColumn = widthOfCells([TIME_COLUMNS, project, SESSION_COLUMNS, event, tool].map(emptyCell));
      return ' '.repeat(Math.max(0, Math.min(detailColumn, roomBeside(widthOf(remark))))) + remark;
    },
  };
}

/** As Claude Code calls it; what is not from there goes by its type. */
function eventName({ type, data }: Envelope): string {
  return toFirstLine(typeof data.hook_event_name === 'string' ? data.hook_event_name : type);
}

function isFailure(name: string): boolean {
  return name.endsWith('Failure') || name === 'PermissionDenied';
}

function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

function emptyCell(columns: number): Cell {
  return { text: ' '.repeat(columns) };
}

function createClock(timeZone: string | undefined): (atMs: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23', timeZone });
  return (atMs) => (Number.isNaN(atMs) ? '' : format.format(atMs));
}
