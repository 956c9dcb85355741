import type { Overview } from '../shared/overview.ts';
import type { Whereabouts } from './find-daemon.ts';
import { ask, get } from './get-answer.ts';

export interface OverviewOptions extends Whereabouts {
  /** ISO 8601, or how long ago: `1h`, `2d`. The last hour without it. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** The folder that sessions were begun in, or one above it. */
  readonly project?: string | undefined;
  readonly session?: string | undefined;
}

/** What happened within some time, added up. */
export async function readOverview({ since, until, project, session, ...where }: OverviewOptions): Promise<Overview> {
  return ask(where, async (connection) => {
    const answer = await get(connection, '/v1/overview', { since, until, project, session });
    return answer as unknown as Overview; // as our daemon answers
  });
}
