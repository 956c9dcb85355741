import { type Command, type Option, toKebab } from '../command.ts';
import type { Paint } from './paint.ts';

const EXAMPLES = [
  'mpm-hook install && mpm-hook doctor',
  "mpm-hook tail --session last --type 'hook.pre_tool'",
  'mpm-hook tail --json | jq .data.tool_name',
];

/** The page for someone who does not know a command yet; the commands of a group share a line. */
export function printHelp(commands: readonly Command[], paint: Paint): string[] {
  const rows = new Map<string, string>();
  for (const { name, summary, group } of commands) {
    if (group === undefined) rows.set(name, summary);
    else rows.set(`${group} <command>`, namesIn(group, commands));
  }
  return [
    `${paint.strong('mpm-hook')}  See what Claude Code is doing, as it does it`,
    '',
    'Usage  mpm-hook <command> [options]',
    '',
    ...printRows([...rows], paint),
    '',
    'Examples',
    ...EXAMPLES.map((example) => `  ${example}`),
    '',
    'Called without arguments it is the hook itself: it reads one event from stdin.',
  ];
}

export function printGroupHelp(group: string, commands: readonly Command[], paint: Paint): string[] {
  const rows = membersOf(group, commands).map((member): [string, string] => [lastWord(member), member.summary]);
  return [
    paint.strong(`mpm-hook ${group}`),
    '',
    `Usage  mpm-hook ${group} <command> [options]`,
    '',
    ...printRows(rows, paint),
  ];
}

export function printCommandHelp(command: Command, paint: Paint): string[] {
  const words = command.words === undefined ? '' : ` ${command.words.usage}`;
  const rows = Object.entries(command.options).map(([name, option]): [string, string] => [
    printOption(name, option),
    option.help,
  ]);
  rows.push(['    --help', 'This page']);
  const examples = command.examples ?? [];
  return [
    `${paint.strong(`mpm-hook ${command.name}`)}  ${command.summary}`,
    '',
    `Usage  mpm-hook ${command.name} [options]${words}`,
    '',
    ...printRows(rows, paint),
    ...(command.notes === undefined ? [] : ['', command.notes]),
    ...(examples.length === 0 ? [] : ['', 'Examples', ...examples.map((example) => `  ${example}`)]),
  ];
}

function printOption(name: string, option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  if (option.kind === 'flag') return `${short}--${option.on === true ? 'no-' : ''}${toKebab(name)}`;
  return `${short}--${toKebab(name)} ${option.value}`;
}

function printRows(rows: readonly (readonly [string, string])[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${paint.accent(left)}${' '.repeat(width - left.length)}  ${right}`);
}

function namesIn(group: string, commands: readonly Command[]): string {
  return membersOf(group, commands).map(lastWord).join(', ');
}

function membersOf(group: string, commands: readonly Command[]): readonly Command[] {
  return commands.filter((command) => command.group === group);
}

function lastWord(command: Command): string {
  return command.name.split(' ').at(-1) ?? command.name;
}
