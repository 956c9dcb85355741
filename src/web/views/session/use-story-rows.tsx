import type { VNode } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { AgentView } from '../../../shared/session-view.ts';
import { useKeptRows } from '../../components/use-kept-rows.tsx';
import type { Moment } from '../../state/moment.ts';
import { agentsById } from '../../state/story.ts';
import { MomentRow } from './moment-row.tsx';

interface StoryRows {
  readonly moments: readonly Moment[];
  readonly agents: readonly AgentView[] | undefined;
  /** The sub-agent that alone is told of. */
  readonly narrowedTo: string | undefined;
  readonly selected: Moment | undefined;
}

/** The rows of a story: where another sub-agent goes on than that of the row above, they say which. */
export function useStoryRows({ moments, agents, narrowedTo, selected }: StoryRows) {
  const known = useMemo(() => agentsById(agents ?? []), [agents]);
  const make = (saysAgent: boolean) => (moment: Moment) => {
    const { agentId, seq } = moment;
    const agent = agentId === undefined ? undefined : { id: agentId, type: '', depth: 1, ...known.get(agentId) };
    const path = narrowedTo === undefined ? '?' : `?agent=${encodeURIComponent(narrowedTo)}&`;
    const look = { agent, saysAgent, isSelected: moment === selected };
    return <MomentRow moment={moment} {...look} href={`${path}event=${seq}`} />;
  };
  const parts = [known, selected, narrowedTo];
  const [toRow, toFirstRow] = [useKeptRows(make(false), parts), useKeptRows(make(true), parts)];
  return useCallback(
    (moment: Moment, index: number): VNode => {
      const isOther = moment.agentId !== undefined && moment.agentId !== moments[index - 1]?.agentId;
      return isOther ? toFirstRow(moment) : toRow(moment);
    },
    [moments, toRow, toFirstRow],
  );
}
