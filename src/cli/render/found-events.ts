import type { FoundEvent } from '../../client/search-events.ts';
import { toFirstLine, toSafeText } from '../../shared/safe-text.ts';
import type { Match } from '../../shared/search.ts';
import { joinCells } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import type { Paint } from './paint.ts';
import { createProjectNames } from './project-names.ts';
import { cutToWidth, widthOf } from './width.ts';

interface FoundOptions {
  /** Undefined: nothing is cut. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  readonly glyphs: Glyphs;
  /** Of the times; the machine's own by default. */
  readonly timeZone: string | undefined;
}

const SESSION_CHARS = 4;
const INDENT = '    ';

/** A block for each event: when, where and what it was, and under it what stands there. */
export function printFound(events: readonly FoundEvent[], options: FoundOptions): string[] {
  const { paint, timeZone } = options;
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  const projectOf = createProjectNames();
  const blocks = events.map((event) => {
    const { timestamp, session_id: session = '', type, data, match } = event;
    const cells = [
      { text: clock.format(Date.parse(timestamp)), paint: paint.dim },
      { text: projectOf(event) },
      { text: toSafeText(session).slice(0, SESSION_CHARS), paint: paint.dim },
      { text: toFirstLine(typeof data.hook_event_name === 'string' ? data.hook_event_name : type) },
      { text: typeof data.tool_name === 'string' ? toFirstLine(data.tool_name) : '', paint: paint.accent },
    ];
    return [joinCells(cells.filter(({ text }) => text !== '')), ...match.map((one) => printMatch(one, options))];
  });
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** Where it stands, and the text around it on one line; what was looked for stands out. */
function printMatch({ path, excerpt, ranges }: Match, { columns, paint, glyphs }: FoundOptions): string {
  const place = `${toSafeText(path)}: `;
  let room = columns === undefined ? Number.POSITIVE_INFINITY : columns - widthOf(INDENT + place);
  let line = INDENT + paint.dim(place);
  for (const { text, isFound } of piecesOf(excerpt, ranges)) {
    const shown = cutToWidth(toSafeText(text), Math.max(0, room), glyphs.more);
    room -= widthOf(shown);
    line += isFound ? paint.strong(shown) : shown;
    if (room <= 0 || shown !== toSafeText(text)) break;
  }
  return line.trimEnd();
}

interface Piece {
  readonly text: string;
  readonly isFound: boolean;
}

function piecesOf(excerpt: string, ranges: Match['ranges']): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    pieces.push({ text: excerpt.slice(at, from), isFound: false }, { text: excerpt.slice(from, to), isFound: true });
    at = to;
  }
  return [...pieces, { text: excerpt.slice(at), isFound: false }].filter(({ text }) => text !== '');
}
