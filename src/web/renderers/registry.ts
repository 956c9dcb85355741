import type { ComponentType } from 'preact';
import type { Envelope } from '../../shared/envelope.ts';

/** What there is to show in detail: a call by its two events, anything else by its one. */
export interface DetailProps {
  readonly first: Envelope;
  /** What ended the call, once something did. */
  readonly last?: Envelope | undefined;
}

export type LoadRenderer = () => Promise<ComponentType<DetailProps>>;

const loadFields: LoadRenderer = async () => (await import('./fields.tsx')).Fields;
const loadMcp: LoadRenderer = async () => (await import('./mcp.tsx')).McpCall;
const loadAgent: LoadRenderer = async () => (await import('./agent.tsx')).AgentCall;
const loadEdit: LoadRenderer = async () => (await import('./edit.tsx')).EditCall;
const loadSearch: LoadRenderer = async () => (await import('./search.tsx')).SearchCall;
const loadTask: LoadRenderer = async () => (await import('./todos.tsx')).TaskCall;
const loadMessage: LoadRenderer = async () => (await import('./message.tsx')).MessageEvent;
const loadMark: LoadRenderer = async () => (await import('./session-mark.tsx')).SessionMark;

/** By the tool's name; their code comes when first needed. A map, for a tool may be called `constructor`. */
const BY_TOOL: ReadonlyMap<string, LoadRenderer> = new Map<string, LoadRenderer>([
  ['Bash', async () => (await import('./bash.tsx')).BashCall],
  ['Edit', loadEdit],
  ['MultiEdit', loadEdit],
  ['Write', loadEdit],
  ['NotebookEdit', loadEdit],
  ['Read', async () => (await import('./read.tsx')).ReadCall],
  ['Grep', loadSearch],
  ['Glob', loadSearch],
  ['LS', loadSearch],
  ['TodoWrite', async () => (await import('./todos.tsx')).TodosCall],
  ['TaskCreate', loadTask],
  ['TaskUpdate', loadTask],
  ['Task', loadAgent],
  ['Agent', loadAgent],
  ['WebFetch', async () => (await import('./web.tsx')).FetchCall],
  ['WebSearch', async () => (await import('./web.tsx')).WebSearchCall],
  ['AskUserQuestion', async () => (await import('./question.tsx')).QuestionCall],
  ['ExitPlanMode', async () => (await import('./plan.tsx')).PlanCall],
]);

/** By the event's type, whatever tool it speaks of. */
const BY_TYPE: ReadonlyMap<string, LoadRenderer> = new Map<string, LoadRenderer>([
  ['hook.user_prompt', loadMessage],
  ['hook.stop', loadMessage],
  ['hook.subagent_stop', loadMessage],
  ['hook.stop_failure', loadMessage],
  ['hook.post_compact', loadMessage],
  ['hook.notification', async () => (await import('./notification.tsx')).NotificationEvent],
  ['hook.permission_request', async () => (await import('./permission.tsx')).PermissionEvent],
  ['hook.session_start', loadMark],
  ['hook.session_end', loadMark],
]);

/** How something is shown in detail; what nobody knows better is shown field by field. */
export function findRenderer(event: Envelope): LoadRenderer {
  return BY_TYPE.get(event.type) ?? findToolRenderer(event);
}

export function findToolRenderer({ data }: Envelope): LoadRenderer {
  const tool = typeof data.tool_name === 'string' ? data.tool_name : '';
  return BY_TOOL.get(tool) ?? (tool.startsWith('mcp__') ? loadMcp : loadFields);
}
