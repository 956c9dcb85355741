import { type Command, command } from './command.ts';
import { json, session, tool, type } from './shared-options.ts';
import { STORE_COMMANDS } from './store-commands.ts';

const scope = {
  user: { kind: 'flag', help: 'Your own settings, for all projects (the default)' },
  project: { kind: 'flag', help: "The project's settings, shared with others" },
  local: { kind: 'flag', help: "The project's settings, for you alone" },
  dryRun: { kind: 'flag', help: 'Show what would change, and change nothing' },
  json,
} as const;

/** Every command, in the order of the help. Text only: what a command does is loaded when it is called. */
export const COMMANDS: readonly Command[] = [
  command({
    name: 'tail',
    summary: 'Follow events as they happen',
    options: {
      session,
      type,
      tool,
      host: { kind: 'text', value: 'NAME', help: 'Only events from this machine' },
      history: { kind: 'whole', short: 'n', value: 'N', help: 'Begin with the last N, at most 1000', most: 1000 },
      since: { kind: 'text', value: 'TIME', help: 'Begin with what came since: 10m, 2h, or an ISO time' },
      follow: { kind: 'flag', on: true, help: 'End after the past instead of waiting for more' },
      json: { kind: 'flag', help: 'One JSON object a line instead of text' },
    },
    examples: [
      "mpm-hook tail --session last --type 'hook.pre_tool'",
      'mpm-hook tail --since 10m --tool Bash --no-follow',
      'mpm-hook tail --json | jq .data.tool_name',
    ],
    load: async () => (await import('./commands/tail.ts')).tail,
  }),
  command({
    name: 'open',
    summary: 'Open the dashboard',
    options: {
      print: { kind: 'flag', help: 'Print an address to open by hand, good once and for a minute' },
      json,
    },
    notes: 'BROWSER names another browser than the usual one.',
    load: async () => (await import('./commands/open.ts')).open,
  }),
  ...STORE_COMMANDS,
  command({
    name: 'replay',
    summary: 'Show a session again as it happened, in its own time',
    words: { usage: 'ID | last', most: 1 },
    options: {
      speed: { kind: 'text', value: 'N', help: 'So many times as fast, 0.01 to 1000, or "max" for without a wait' },
      from: { kind: 'text', value: 'TIME', help: 'Begin there: 10m from its beginning, or an ISO time' },
      maxGap: { kind: 'text', value: 'TIME', help: 'Shorten longer pauses to this (default 10s), or "off"' },
      json: { kind: 'flag', help: 'One JSON object a line instead of text' },
    },
    notes: 'On a terminal: space pauses, the arrows go 10 s back and on, + and - change the speed, q ends it.',
    examples: ['mpm-hook replay last --speed 10', 'mpm-hook replay last --from 20m --max-gap 2s'],
    load: async () => (await import('./commands/replay.ts')).replay,
  }),
  command({
    name: 'doctor',
    summary: 'Find out what is wrong, and how to mend it',
    options: { json },
    notes: 'Runs the very command that stands in the settings, with a probe, and waits to see it arrive.',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  }),
  command({
    name: 'send',
    summary: 'Publish an event, or a stream of them',
    words: { usage: '[DATA | -]', most: 1 },
    options: {
      type: {
        kind: 'text',
        short: 't',
        value: 'TYPE',
        help: 'The type of what has none of its own (default custom.event)',
      },
      session: { kind: 'text', short: 's', value: 'ID', help: 'The session it belongs to' },
      json: { kind: 'flag', help: 'Say the id of each event, one JSON object a line' },
    },
    notes: 'DATA is a JSON object; without it, or with -, one object a line is read from stdin.',
    examples: [
      `mpm-hook send --type custom.deploy '{"to": "staging"}'`,
      'build-log --json | mpm-hook send --type custom.build -',
    ],
    load: async () => (await import('./commands/send.ts')).send,
  }),
  command({
    name: 'install',
    summary: 'Register the hooks in Claude Code',
    options: {
      ...scope,
      transport: { kind: 'text', value: 'KIND', oneOf: ['command', 'http'], help: 'command (the default) or http' },
      events: { kind: 'list', value: 'NAMES', help: 'Also these, which can be seen or felt: MessageDisplay, …' },
    },
    examples: ['mpm-hook install --dry-run', 'mpm-hook install && mpm-hook doctor'],
    load: async () => (await import('./commands/install.ts')).install,
  }),
  command({
    name: 'uninstall',
    summary: 'Take them out again',
    options: scope,
    load: async () => (await import('./commands/uninstall.ts')).uninstall,
  }),
  command({
    name: 'token',
    summary: 'Show the token that readers and publishers need',
    options: { publish: { kind: 'flag', help: 'The one that publishes events, and opens nothing else' }, json },
    load: async () => (await import('./commands/token.ts')).token,
  }),
  command({
    name: 'token rotate',
    summary: 'Make a new one; whoever has the old one is out',
    options: { json },
    load: async () => (await import('./commands/token.ts')).rotate,
  }),
  command({
    group: 'daemon',
    name: 'daemon start',
    summary: 'Start it, unless it runs',
    options: { wait: { kind: 'flag', on: true, help: 'Come back at once, whatever becomes of it' }, json },
    load: async () => (await import('./commands/daemon-start.ts')).start,
  }),
  command({
    group: 'daemon',
    name: 'daemon stop',
    summary: 'End it; the next hook starts it again',
    options: { json },
    load: async () => (await import('./commands/daemon-stop.ts')).stop,
  }),
  command({
    group: 'daemon',
    name: 'daemon restart',
    summary: 'End it and start it anew',
    options: { json },
    load: async () => (await import('./commands/daemon-restart.ts')).restart,
  }),
  command({
    group: 'daemon',
    name: 'daemon status',
    summary: 'Say how it is; exit status 3 when it does not run',
    options: { json },
    load: async () => (await import('./commands/daemon-status.ts')).status,
  }),
  command({
    group: 'daemon',
    name: 'daemon logs',
    summary: 'Show its log',
    options: {
      lines: { kind: 'whole', short: 'n', value: 'N', help: 'The last N lines (default 50)' },
      level: { kind: 'text', value: 'LEVEL', oneOf: ['debug', 'info', 'warn', 'error'], help: 'This level and above' },
      follow: { kind: 'flag', short: 'f', help: 'Go on with what comes' },
      json: { kind: 'flag', help: 'The lines as they are written: JSON' },
    },
    load: async () => (await import('./commands/daemon-logs.ts')).logs,
  }),
  command({
    group: 'daemon',
    name: 'daemon run',
    summary: 'Be the daemon, in the foreground',
    options: {},
    load: async () => (await import('./commands/daemon-run.ts')).run,
  }),
];
