import { changeSettings } from '../../install/apply-plan.ts';
import { findClaudeVersion } from '../../install/claude-version.ts';
import { printDiff } from '../../install/diff.ts';
import { findWiring } from '../../install/find-wiring.ts';
import { TOKEN_VARIABLE, type Transport } from '../../install/handler.ts';
import { isSettled, planInstall } from '../../install/plan.ts';
import { settingsPathFor } from '../../install/scopes.ts';
import { eventsFor, OLDEST_RELEASE } from '../../install/wiring.ts';
import { printCount } from '../../shared/print-count.ts';
import { readState } from '../../shared/state-file.ts';
import { chosenScope, claudePlaces, printPath, type ScopeFlags } from '../claude-places.ts';
import { EXIT } from '../exit-codes.ts';
import { hookCommand } from '../hook-command.ts';
import { sayPlan } from '../say-plan.ts';
import type { World } from '../world.ts';

interface InstallOptions extends ScopeFlags {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly transport: string | undefined;
  readonly events: readonly string[];
}

/** Registers the hook for every event that may be observed; run twice, it changes nothing the second time. */
export async function install(given: InstallOptions, world: World): Promise<number> {
  const { surroundings, paths, err } = world;
  const scope = chosenScope(given);
  const settingsPath = settingsPathFor(scope, claudePlaces(world));
  const claudeVersion = await findClaudeVersion(surroundings);
  const { events, tooNew } = eventsFor({ claudeVersion, wish: given.events });
  const transport = chosenTransport(given.transport, world);
  const makePlan = () => planInstall({ settingsPath, transport, events, manifestPath: paths.manifest });

  const { plan, backup } = given.dryRun ? { plan: makePlan(), backup: undefined } : await changeSettings(makePlan);
  const file = printPath(settingsPath, world);
  sayPlan(world, {
    ...given,
    plan,
    diff: given.dryRun ? printDiff(plan) : '',
    sentence: isSettled(plan)
      ? `Nothing to do: ${file} has the hooks for ${events.length} events.`
      : `Registered for ${events.length} events in ${file}.`,
    facts: {
      scope,
      transport: transport.kind,
      command: transport.command,
      claudeVersion,
      backup,
      tooNew,
      events: events.map(({ name }) => name),
    },
  });
  if (claudeVersion === undefined) {
    err.line(`No Claude Code was found, so the events that release ${OLDEST_RELEASE} knows are registered.`);
    err.line('  When it is there, once more: mpm-hook install');
  } else if (tooNew.length > 0) {
    err.line(`Claude Code ${claudeVersion} does not know ${tooNew.join(', ')} yet; after an update, install again.`);
  }
  const { doubledEvents } = findWiring({
    ...claudePlaces(world),
    ...surroundings,
    searchPath: surroundings.env.PATH ?? '',
    claudeVersion,
    command: transport.command,
  });
  if (doubledEvents.length > 0) {
    err.line(
      `${printCount(doubledEvents.length, 'event')} registered twice, here and in another place; each would arrive twice.`,
    );
    err.line('  Find out where: mpm-hook doctor');
  }
  if (transport.kind === 'http') {
    err.line('Claude Code takes the token from its environment; start it with:');
    err.line(`  ${TOKEN_VARIABLE}=$(mpm-hook token --publish) claude`);
    err.line(
      'It does not ask who answers: while no daemon runs, whoever else holds the port gets the events, and may publish.',
    );
    err.line('  Only the command asks: mpm-hook install --transport command');
  }
  return EXIT.done;
}

function chosenTransport(kind: string | undefined, world: World): Transport {
  const command = hookCommand({ program: world.program, ...world.surroundings });
  if (kind !== 'http') return { kind: 'command', command };
  return { kind, command, port: readState(world.paths.state)?.port ?? world.settings().port };
}
