import * as fs from 'node:fs';
import * as path from 'node:path';
import { isObject } from '../shared/wire.ts';
import { HOOK_HEADER } from './handler.ts';

/** Says of any handler in anybody's settings whether it is mpm-hook being called as the hook. */
export type IsOurs = (handler: unknown) => boolean;

const OUR_NAMES: readonly string[] = ['mpm-hook', 'mpm-hook.cjs', 'mpm-hook.exe', 'mpm-hook-plugin.sh'];

/** The first word of a shell command, quoted or not, and what follows it. */
const FIRST_WORD = /^\s*(?:"([^"]+)"|'([^']+)'|((?:\\.|[^\s"'\\|&;<>])+))(.*)$/s;

/** What people put behind a hook's command to keep it quiet; anything else makes the command theirs. */
const QUIETING = /^(?:\s*(?:\d?>+\s*(?:&\d|[^\s&|;<>]+)|&>\s*[^\s&|;<>]+|\|\|\s*(?:true|:)|;\s*(?:true|exit 0)))*\s*$/;

/**
 * `commands` are the program that is to be installed and those that were: a link to one of them is ours whatever its
 * name. Beyond them a program is known by its name, so that the path of an older installation is ours too. With arguments
 * it is not the hook (`mpm-hook send -` is somebody's own), and a shell line that does more than call us is theirs.
 */
export function createOwnership(commands: readonly string[]): IsOurs {
  const targets = new Set(commands.map(realPath));

  return (handler) => {
    if (!isObject(handler)) return false;
    if (handler.type === 'http') return hasOurHeader(handler.headers);
    const call = hookCallOf(handler);
    if (call === undefined) return false;
    return OUR_NAMES.includes(path.basename(call.program)) || targets.has(realPath(call.program));
  };
}

/** The program that is the hook, started by itself or as a script by node. */
interface HookCall {
  readonly program: string;
  readonly isScript: boolean;
}

/** What a command handler calls as a hook; undefined for other kinds and for calls with arguments of their own. */
export function hookCallOf(handler: unknown): HookCall | undefined {
  if (!isObject(handler) || handler.type !== 'command' || typeof handler.command !== 'string') return undefined;
  if (Array.isArray(handler.args)) return toCall([handler.command, ...handler.args.map(String)]);
  const first = splitFirstWord(handler.command);
  if (first === undefined) return undefined;
  const second = isNode(first.word) ? splitFirstWord(first.rest) : undefined;
  const rest = second?.rest ?? first.rest;
  if (!QUIETING.test(rest)) return undefined;
  return toCall(second === undefined ? [first.word] : [first.word, second.word]);
}

function toCall([first, second, ...others]: readonly string[]): HookCall | undefined {
  if (first === undefined || others.length > 0) return undefined;
  if (!isNode(first)) return second === undefined ? { program: first, isScript: false } : undefined;
  return second === undefined ? undefined : { program: second, isScript: true };
}

function isNode(program: string): boolean {
  return /^node(?:js)?(?:\.exe)?$/.test(path.basename(program));
}

function splitFirstWord(line: string): { word: string; rest: string } | undefined {
  const found = FIRST_WORD.exec(line);
  if (found === null) return undefined;
  const [, double, single, bare, rest = ''] = found;
  return { word: double ?? single ?? bare?.replaceAll(/\\(.)/g, '$1') ?? '', rest };
}

function hasOurHeader(headers: unknown): boolean {
  return isObject(headers) && Object.keys(headers).some((name) => name.toLowerCase() === HOOK_HEADER);
}

/** The path itself when nothing is there: then only its spelling can be compared. */
function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.normalize(file); // gone, or not ours to look at
  }
}
