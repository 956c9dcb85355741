import type { Envelope } from '../../shared/envelope.ts';
import type { LoadRenderer } from './detail-props.ts';

const loadFields: LoadRenderer = async () => (await import('./fields.tsx')).Fields;
const loadMcp: LoadRenderer = async () => (await import('./mcp.tsx')).McpCall;
const loadAgent: LoadRenderer = async () => (await import('./agent.tsx')).AgentCall;
const loadEdit: LoadRenderer = async () => (await import('./edit.tsx')).EditCall;
const loadSearch: LoadRenderer = async () => (await import('./search.tsx')).SearchCall;
const loadTask: LoadRenderer = async () => (await import('./todos.tsx')).TaskCall;

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

/** How a call of this tool is shown; what nobody knows better is shown field by field. */
export function findToolRenderer({ data }: Envelope): LoadRenderer {
  const tool = typeof data.tool_name === 'string' ? data.tool_name : '';
  return BY_TOOL.get(tool) ?? (tool.startsWith('mcp__') ? loadMcp : loadFields);
}
