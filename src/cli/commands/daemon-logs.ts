import { toSafeJson } from '../../shared/safe-text.ts';
import { parseFields } from '../../shared/wire.ts';
import { EXIT } from '../exit-codes.ts';
import { followFile, readLines } from '../follow-file.ts';
import { printLogLine } from '../render/log-line.ts';
import type { World } from '../world.ts';

interface LogsOptions {
  readonly lines: number | undefined;
  readonly level: string | undefined;
  readonly follow: boolean;
  readonly json: boolean;
}

const LEVELS = ['debug', 'info', 'warn', 'error'];
const DEFAULT_LINES = 50;

/** The last lines of the log, of a level and above; with `follow` those to come as well. Needs no daemon. */
export async function logs(given: LogsOptions, { paths, out, err }: World): Promise<number> {
  const least = LEVELS.indexOf(given.level ?? 'debug');
  const isWanted = (line: Line) => LEVELS.indexOf(String(line.level)) >= least;
  const say = (line: Line) => out.line(given.json ? toSafeJson(line) : printLogLine(line, out.paint));

  const kept = readLines(paths.log).flatMap(parseLine).filter(isWanted);
  const count = given.lines ?? DEFAULT_LINES;
  for (const line of count === 0 ? [] : kept.slice(-count)) say(line);
  if (!given.follow) {
    if (kept.length === 0) err.line(`Nothing in ${paths.log}.`);
    return EXIT.done;
  }
  for await (const text of followFile(paths.log, out.closed)) parseLine(text).filter(isWanted).forEach(say);
  return EXIT.done;
}

type Line = Readonly<Record<string, unknown>>;

/** Nothing for a line that was cut off in the middle, as by a full disk. */
function parseLine(text: string): Line[] {
  const line = parseFields(text);
  return line === undefined ? [] : [line];
}
