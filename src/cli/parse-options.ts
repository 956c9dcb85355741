import yargs, { type Options as YargsOption } from 'yargs';
import { type Command, type Given, type Option, type Options, toKebab } from './command.ts';
import { misuse } from './misuse.ts';
import { nearest } from './nearest.ts';

/** What was typed after the command's name; throws a misuse that says what is wrong and where to look. */
export function parseOptions(command: Command, args: readonly string[]): Given<Options> {
  const help = `mpm-hook ${command.name} --help`;
  const typed: Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] } = yargs([...args])
    .options(Object.fromEntries(Object.entries(command.options).map(([name, one]) => [toKebab(name), toYargs(one)])))
    .parserConfiguration({
      'camel-case-expansion': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
      'dot-notation': false,
    })
    .locale('en')
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((sentence, error) => {
      throw error ?? misuse(sentence, help);
    })
    .parseSync();

  refuseUnknown(command, Object.keys(typed));
  const words = typed._.map(String);
  const mostWords = command.words?.most ?? 0;
  if (words.length > mostWords) {
    throw misuse(`"mpm-hook ${command.name}" has no use for "${words[mostWords]}".`, help);
  }
  const values = Object.entries(command.options).map(([name, one]) => [name, toValue(name, one, typed[toKebab(name)])]);
  return { ...Object.fromEntries(values), words } as Given<Options>;
}

function toYargs(option: Option): YargsOption {
  const alias = option.short === undefined ? {} : { alias: option.short };
  if (option.kind === 'flag') return { ...alias, type: 'boolean', default: option.on === true };
  return { ...alias, type: option.kind === 'list' ? 'array' : 'string', string: true };
}

function refuseUnknown(command: Command, typed: readonly string[]): void {
  const known = Object.keys(command.options).map(toKebab);
  const unknown = typed.find((name) => name !== '_' && name !== '$0' && !known.includes(name));
  if (unknown === undefined) return;
  const dashed = unknown.length === 1 ? `-${unknown}` : `--${unknown}`;
  const near = nearest(unknown, known);
  const hint = near === undefined ? `mpm-hook ${command.name} --help` : `Did you mean --${near}?`;
  throw misuse(`"mpm-hook ${command.name}" has no option ${dashed}.`, hint);
}

function toValue(name: string, option: Option, typed: unknown): unknown {
  const given: unknown[] = typed === undefined ? [] : [typed].flat();
  if (option.kind === 'flag') return given.at(-1);
  if (given.length > 0 && given.every((one) => one === '')) {
    throw misuse(`--${toKebab(name)} needs a value.`, `It is followed by ${option.value}.`);
  }
  const texts = given.map(String);
  if (option.kind === 'list') return texts.flatMap((text) => text.split(',')).filter(Boolean);
  const last = texts.at(-1);
  if (last === undefined) return undefined;
  return option.kind === 'whole' ? toWhole(name, last, option.most) : toText(name, last, option.oneOf);
}

function toText(name: string, typed: string, oneOf: readonly string[] = [typed]): string {
  if (oneOf.includes(typed)) return typed;
  throw misuse(`--${toKebab(name)} cannot be "${typed}".`, `It is one of: ${oneOf.join(', ')}.`);
}

function toWhole(name: string, typed: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  if (value <= most) return value;
  const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` up to ${most}`;
  throw misuse(`--${toKebab(name)} cannot be "${typed}".`, `It is a whole number${upTo}.`);
}
