/** The same in every command that has them. */

export const session = {
  kind: 'text',
  short: 's',
  value: 'ID',
  help: 'Only this session: its id, the start of it, or "last"',
} as const;
export const project = {
  kind: 'text',
  short: 'p',
  value: 'FOLDER',
  help: 'Only sessions of this project: its folder, or its name',
} as const;
export const type = {
  kind: 'list',
  short: 't',
  value: 'GLOB',
  help: "Only these types, as 'hook.post_tool*'; may be repeated",
} as const;
export const tool = { kind: 'list', value: 'NAME', help: "Only calls of these tools, as Bash or 'mcp__*'" } as const;
export const outcome = {
  kind: 'list',
  value: 'OUTCOME',
  help: 'Only calls that ended so: ok, failed, denied, interrupted',
} as const;
export const agent = {
  kind: 'list',
  value: 'AGENT',
  help: 'Only of these sub-agents: their type, as Explore, or their id',
} as const;
export const json = { kind: 'flag', help: 'One JSON object instead of text' } as const;
