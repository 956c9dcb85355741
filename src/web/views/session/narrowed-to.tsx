import type { AgentView } from '../../../shared/session-view.ts';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';

interface NarrowedToProps {
  readonly agent: string;
  readonly agents: readonly AgentView[];
}

const MAX_CHARS = 100;

/** Says that only a part of the story is shown, and leads back to the whole. */
export function NarrowedTo({ agent, agents }: NarrowedToProps) {
  const { narrow } = useDashboard();
  const type = findAgent(agents, agent)?.type ?? '';
  return (
    <p class="narrowed" role="status">
      <span>
        Only what the sub-agent <bdi>{toVisibleText(`${type} ${agent}`.trim().slice(0, MAX_CHARS))}</bdi> did.
      </span>
      <button type="button" class="button button-small" onClick={() => narrow({ agent: undefined })}>
        Show all
      </button>
    </p>
  );
}

function findAgent(agents: readonly AgentView[], id: string): AgentView | undefined {
  for (const agent of agents) {
    const found = agent.id === id ? agent : findAgent(agent.agents, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
