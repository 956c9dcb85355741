import { type Found, type SearchOptions as SearchWish, searchEvents } from '../../client/search-events.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { parseMoment } from '../../shared/duration.ts';
import { errorCode } from '../../shared/errors.ts';
import { printCount } from '../../shared/print-count.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { checkOutcomes } from '../check-outcomes.ts';
import { EXIT } from '../exit-codes.ts';
import { findProject } from '../find-project.ts';
import { findSession } from '../find-session.ts';
import { launchOptions } from '../launch-options.ts';
import { misuse } from '../misuse.ts';
import { printFound } from '../render/found-events.ts';
import { sayLeftOut } from '../say-held.ts';
import type { World } from '../world.ts';

interface SearchOptions {
  readonly words: readonly string[];
  readonly session: string | undefined;
  readonly project: string | undefined;
  readonly type: readonly string[];
  readonly tool: readonly string[];
  readonly outcome: readonly string[];
  readonly agent: readonly string[];
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly limit: number | undefined;
  readonly json: boolean;
}

const LIMIT = 20;
const HELP = 'mpm-hook search --help';

/** Finds what stands in events; as with grep, nothing found is a failure. */
export async function search(given: SearchOptions, world: World): Promise<number> {
  if (given.words.length === 0) throw misuse('"mpm-hook search" needs to know what to look for.', HELP);
  const wish = parseWish(given, world);
  await ensureDaemon(launchOptions(world));
  const { session, project } = given;
  const found = await lookFor(given.words.join(' '), {
    ...wish,
    session: session === undefined ? undefined : await findSession(session, world),
    project: project === undefined ? undefined : await findProject(project, world),
    ...world.daemon(),
  });
  say(found, given, world);
  return found.events.length > 0 ? EXIT.done : EXIT.failed;
}

/** What cannot be meant is said before a daemon is started for it. */
function parseWish(
  { type, tool, outcome, agent, since, until, limit = LIMIT }: SearchOptions,
  { nowMs }: World,
): SearchWish {
  for (const [name, moment] of Object.entries({ since, until })) {
    if (moment !== undefined && parseMoment(moment, nowMs()) === undefined) {
      throw misuse(`--${name} cannot be "${moment}".`, 'It is how long ago, as 90s, 10m, 2h or 1d, or an ISO time.');
    }
  }
  return {
    types: someOf(type),
    tools: someOf(tool),
    outcomes: someOf(checkOutcomes(outcome)),
    agents: someOf(agent),
    since,
    until,
    limit: Math.max(1, limit),
  };
}

async function lookFor(text: string, wish: SearchWish): Promise<Found> {
  try {
    return await searchEvents(text, wish);
  } catch (error) {
    if (errorCode(error) === 'REFUSED' && error instanceof Error) throw misuse(error.message, HELP);
    throw error;
  }
}

function say(found: Found, { json }: SearchOptions, world: World): void {
  const { out, err } = world;
  const { events, more, search: index } = found;
  if (json) out.line(toSafeJson(found));
  else
    for (const line of printFound(events, {
      columns: out.columns,
      paint: out.paint,
      glyphs: out.glyphs,
      timeZone: world.timeZone,
    }))
      out.line(line);
  if (events.length === 0) err.line('mpm-hook: Nothing was found.');
  else if (more) err.line('mpm-hook: There may be more; --limit says how many are shown.');
  if (index.lagEvents > 0) {
    err.line(`mpm-hook: The newest ${printCount(index.lagEvents, 'event')} cannot be found yet.`);
  }
  sayLeftOut(index.held, world);
}

function someOf<Name>(names: readonly Name[]): readonly Name[] | undefined {
  return names.length === 0 ? undefined : names;
}
