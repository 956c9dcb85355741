import { VERSION } from '../shared/version.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit-codes.ts';
import { misuse } from './misuse.ts';
import { nearest } from './nearest.ts';
import { printCommandHelp, printGroupHelp, printHelp } from './render/help.ts';
import { reportError } from './report-error.ts';
import type { World } from './world.ts';

/** Does what the arguments ask for; resolves to the exit status, and never rejects. */
export async function runCli(args: readonly string[], world: World): Promise<number> {
  try {
    return await dispatch(args, world);
  } catch (error) {
    return reportError(error, world.err.line);
  }
}

async function dispatch(args: readonly string[], world: World): Promise<number> {
  if (args[0] === '--version' || args[0] === '-v') return say([VERSION], world);
  if (args[0] === 'help') return dispatch([...args.slice(1), '--help'], world);

  const command = findCommand(args);
  if (isHelpAsked(args)) return say(helpFor(command, args, world), world);
  if (command === undefined) throw unknownCommand(args);

  const { parseOptions } = await import('./parse-options.ts');
  const given = parseOptions(command, args.slice(command.name.split(' ').length));
  const run = await command.load();
  return run(given, world);
}

function say(lines: readonly string[], world: World): number {
  for (const line of lines) world.out.line(line);
  return EXIT.done;
}

/** The longest name that the arguments begin with: `token rotate` before `token`. */
function findCommand(args: readonly string[]): Command | undefined {
  const [first = '', second = ''] = args;
  return COMMANDS.find(({ name }) => name === `${first} ${second}`) ?? COMMANDS.find(({ name }) => name === first);
}

function isHelpAsked(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function helpFor(command: Command | undefined, args: readonly string[], world: World): readonly string[] {
  const { paint } = world.out;
  if (command !== undefined) return printCommandHelp(command, paint);
  const [first = ''] = args;
  if (COMMANDS.some(({ group }) => group === first)) return printGroupHelp(first, COMMANDS, paint);
  if (first.startsWith('-')) return printHelp(COMMANDS, paint);
  throw unknownCommand(args);
}

function unknownCommand(args: readonly string[]): Error {
  const [first = '', second] = args;
  const members = COMMANDS.filter(({ group }) => group === first);
  if (members.length > 0) {
    const asked =
      second === undefined ? `"mpm-hook ${first}" needs to know what.` : `There is no command "${first} ${second}".`;
    return misuse(asked, nearName(second, members, `${first} `) ?? `mpm-hook ${first} --help`);
  }
  if (first.startsWith('-')) return misuse(`There is no option ${first}; a command comes first.`, 'mpm-hook --help');
  return misuse(`There is no command "${first}".`, nearName(first, COMMANDS, '') ?? 'mpm-hook --help');
}

function nearName(typed: string | undefined, commands: readonly Command[], prefix: string): string | undefined {
  const names = commands.map(({ name }) => name.slice(prefix.length));
  const near = typed === undefined ? undefined : nearest(typed, names);
  return near === undefined ? undefined : `Did you mean "mpm-hook ${prefix}${near}"?`;
}
