import { CLAUDE_EVENTS } from '../../install/events.ts';
import type { WiringPlace } from '../../install/find-wiring.ts';
import { eventsFor } from '../../install/wiring.ts';
import { printPath } from '../claude-places.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Patient } from './patient.ts';

const WIRE = 'mpm-hook install';

/** Is the hook registered, for all that the installed release has, and only once? */
export function checkRegistered({ wiring, claudeVersion, world }: Patient): readonly Finding[] {
  const places = wiring.places.filter(({ entries }) => entries.length > 0);
  if (places.length === 0) return [problem('No hooks are registered in Claude Code', WIRE)];

  const heard = new Set(places.filter(isInForce).flatMap(({ entries }) => entries.map(({ event }) => event)));
  const expected = eventsFor({ claudeVersion }).events.map(({ name }) => name);
  const missing = expected.filter((name) => !heard.has(name));
  const where = places.map((place) => place.plugin ?? printPath(place.file, world)).join(', ');
  const says = `Hooks are registered for ${expected.length - missing.length} of ${expected.length} events`;
  const findings = [missing.length === 0 ? ok(says, where) : warning(says, `${WIRE}   (${listed(missing)})`)];
  const harmful = [...heard].filter((name) => CLAUDE_EVENTS.find((event) => event.name === name)?.wiring === 'never');
  for (const name of harmful) findings.push(problem(`A hook on ${name} breaks what Claude Code does there`, WIRE));
  return [...findings, ...twice(wiring.doubledEvents, places)];
}

/** Settings and a plugin, or two spellings of one path: each event arrives twice, and Claude Code waits twice. */
function twice(events: readonly string[], places: readonly WiringPlace[]): Finding[] {
  if (events.length === 0) return [];
  const plugin = places.find((place) => place.plugin !== undefined)?.plugin;
  const says = `${events.length === 1 ? `${events[0]} is` : `${events.length} events are`} registered twice`;
  const hint = plugin === undefined ? WIRE : `mpm-hook uninstall   (or: claude plugin disable ${plugin})`;
  return [warning(says, hint)];
}

function isInForce({ stoppedBy, problem: unreadable }: WiringPlace): boolean {
  return stoppedBy === undefined && unreadable === undefined;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}
