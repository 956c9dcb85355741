import { parseMoment } from '../shared/duration.ts';
import type { ToldOutcome } from '../shared/search.ts';

/** Which of the stored events are wanted; what is not named narrows nothing. */
export interface EventWish {
  readonly session?: string | undefined;
  /** The folder they were started in, or one above it. */
  readonly project?: string | undefined;
  /** Types and names of tools, with `*`. */
  readonly types?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly outcomes?: readonly ToldOutcome[] | undefined;
  /** Ids or types of sub-agents. */
  readonly agents?: readonly string[] | undefined;
  /** The machine they happened on. */
  readonly host?: string | undefined;
  /** ISO 8601, or how long ago. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** As the read API has it. How long ago something was is counted from now, once for all pages of an answer. */
export function toEventQuery({ types, tools, outcomes, agents, since, until, ...wish }: EventWish) {
  const { session, project, host } = wish;
  const names = { type: types, tool: tools, outcome: outcomes, agent: agents };
  return { session, project, ...names, host, since: toTime(since), until: toTime(until) };
}

/** What is no moment is left as it is: the daemon says so. */
function toTime(moment: string | undefined): string | undefined {
  const at = new Date(parseMoment(moment ?? '', Date.now()) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? moment : at.toISOString();
}
