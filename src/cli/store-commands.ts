import { SESSION_STATES } from '../shared/session-view.ts';
import { type Command, command } from './command.ts';

const json = { kind: 'flag', help: 'One JSON object instead of text' } as const;

/** What reads, keeps and removes what was stored, in the order of the help. */
/** By what stands in the events; each may be repeated. */
const NARROWING = {
  tool: { kind: 'list', value: 'NAME', help: "Only calls of these tools, as Bash or 'mcp__*'" },
  outcome: { kind: 'list', value: 'OUTCOME', help: 'Only calls that ended so: ok, failed, denied, interrupted' },
  agent: { kind: 'list', value: 'AGENT', help: 'Only of these sub-agents: their type, as Explore, or their id' },
} as const;

export const STORE_COMMANDS: readonly Command[] = [
  command({
    name: 'sessions',
    summary: 'Say what every session is doing, first those that wait for you',
    options: {
      state: {
        kind: 'text',
        value: 'STATE',
        oneOf: SESSION_STATES,
        help: 'Only those working, waiting, idle, ended or lost',
      },
      limit: {
        kind: 'whole',
        short: 'n',
        value: 'N',
        help: 'The last N that were heard of (default 20)',
        most: 10_000,
      },
      all: { kind: 'flag', short: 'a', help: 'Also those that are hidden' },
      json,
    },
    examples: ['mpm-hook sessions --state waiting'],
    load: async () => (await import('./commands/sessions.ts')).sessions,
  }),
  command({
    name: 'show',
    summary: 'Tell what happened in a session, from its beginning',
    words: { usage: 'ID | last', most: 1 },
    options: { json },
    notes: 'ID is the id of a session, or the start of it.',
    examples: ['mpm-hook show last'],
    load: async () => (await import('./commands/show.ts')).show,
  }),
  command({
    name: 'stats',
    summary: 'Say what was done in the last hour, and where somebody waited for you',
    options: {
      since: { kind: 'text', value: 'TIME', help: 'Since then: 10m, 24h, 7d, or an ISO time (default 1h)' },
      until: { kind: 'text', value: 'TIME', help: 'Until then (default now)' },
      project: {
        kind: 'text',
        short: 'p',
        value: 'FOLDER',
        help: 'Only sessions of this project: its folder, or its name',
      },
      session: { kind: 'text', short: 's', value: 'ID', help: 'Only this session: its id, the start of it, or "last"' },
      json,
    },
    examples: ['mpm-hook stats --since 24h', 'mpm-hook stats --project . --json | jq .tools'],
    load: async () => (await import('./commands/stats.ts')).stats,
  }),
  command({
    name: 'search',
    summary: 'Find what was said, run, read or answered, in any session',
    words: { usage: 'TEXT', most: 64 },
    options: {
      session: { kind: 'text', short: 's', value: 'ID', help: 'Only this session: its id, the start of it, or "last"' },
      project: {
        kind: 'text',
        short: 'p',
        value: 'FOLDER',
        help: 'Only sessions of this project: its folder, or its name',
      },
      type: {
        kind: 'list',
        short: 't',
        value: 'GLOB',
        help: "Only these types, as 'hook.post_tool*'; may be repeated",
      },
      ...NARROWING,
      since: { kind: 'text', value: 'TIME', help: 'Only what happened since: 10m, 2h, 3d, or an ISO time' },
      until: { kind: 'text', value: 'TIME', help: 'Only what happened until then' },
      limit: { kind: 'whole', short: 'n', value: 'N', help: 'The newest N (default 20)', most: 10_000 },
      json,
    },
    notes:
      'All words must stand in an event. "a phrase", begin*, -without, this OR that; quote the whole for your shell.',
    examples: [
      "mpm-hook search 'connection refused' --outcome failed",
      `mpm-hook search '"npm run build" -watch' --project . --since 2d`,
    ],
    load: async () => (await import('./commands/search.ts')).search,
  }),
  command({
    name: 'pin',
    summary: 'Keep a session, however old it becomes',
    words: { usage: 'ID | last', most: 1 },
    options: { json },
    examples: ['mpm-hook pin last'],
    load: async () => (await import('./commands/label.ts')).pin,
  }),
  command({
    name: 'unpin',
    summary: 'Let it go with the others again',
    words: { usage: 'ID | last', most: 1 },
    options: { json },
    load: async () => (await import('./commands/label.ts')).unpin,
  }),
  command({
    name: 'rename',
    summary: 'Give a session a name of your own',
    words: { usage: 'ID NAME', most: 2 },
    options: { json },
    notes: 'Without NAME it has none again.',
    examples: ["mpm-hook rename last 'the broken checkout'"],
    load: async () => (await import('./commands/label.ts')).rename,
  }),
  command({
    name: 'export',
    summary: 'Write events as JSON lines, oldest first',
    options: {
      session: { kind: 'text', short: 's', value: 'ID', help: 'Only this session: its id, the start of it, or "last"' },
      project: { kind: 'text', value: 'FOLDER', help: 'Only sessions begun in this folder or below it' },
      type: {
        kind: 'list',
        short: 't',
        value: 'GLOB',
        help: "Only these types, as 'hook.post_tool*'; may be repeated",
      },
      ...NARROWING,
      since: { kind: 'text', value: 'TIME', help: 'Only what happened since: 10m, 2h, or an ISO time' },
      until: { kind: 'text', value: 'TIME', help: 'Only what happened until then' },
      gzip: { kind: 'flag', help: 'Packed; also where the file ends in .gz' },
      output: { kind: 'text', short: 'o', value: 'FILE', help: 'To this file instead of stdout' },
    },
    examples: ['mpm-hook export --output events.jsonl.gz', 'mpm-hook export --session last | jq -r .data.tool_name'],
    load: async () => (await import('./commands/export.ts')).exportEvents,
  }),
  command({
    name: 'import',
    summary: 'Take in events that were exported, here or elsewhere',
    words: { usage: 'FILE | -', most: 1 },
    options: { json },
    notes:
      'What is there already is not taken twice, so it can be done again. Imported events are not shown as happening now.',
    examples: ['mpm-hook import events.jsonl.gz', 'ssh other mpm-hook export --gzip | mpm-hook import -'],
    load: async () => (await import('./commands/import.ts')).importEvents,
  }),
  command({
    name: 'forget',
    summary: 'Remove events for good, wherever they are kept',
    options: {
      session: { kind: 'text', short: 's', value: 'ID', help: 'This session: its id, the start of it, or "last"' },
      before: { kind: 'text', value: 'TIME', help: 'All that happened before: 30d, or an ISO time' },
      project: { kind: 'text', value: 'FOLDER', help: 'All sessions begun in this folder or below it' },
      dryRun: { kind: 'flag', help: 'Show what would be removed, and remove nothing' },
      yes: { kind: 'flag', short: 'y', help: 'Do not ask' },
      json,
    },
    notes: 'A session that goes on after it begins anew. Files that you exported are yours to remove.',
    examples: ['mpm-hook forget --session last', 'mpm-hook forget --project . --dry-run'],
    load: async () => (await import('./commands/forget.ts')).forget,
  }),
];
