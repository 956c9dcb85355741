import { MpmError } from '../shared/errors.ts';
import { isNewer } from '../shared/version.ts';
import { CLAUDE_EVENTS, findEvent } from './events.ts';

/** One event to register, and for FileChanged the names to watch. */
export interface WiredEvent {
  readonly name: string;
  readonly matcher?: string;
}

interface EventChoice {
  readonly events: readonly WiredEvent[];
  /** Events that the release doesn't know yet; worth telling, so that an update of Claude Code is followed by another install. */
  readonly tooNew: readonly string[];
}

interface EventsForOptions {
  /** As `findClaudeVersion` says it. */
  readonly claudeVersion?: string | undefined;
  /** Names beyond the default; `FileChanged:package.json|.env` names what to watch. */
  readonly wish?: readonly string[];
}

/**
 * The oldest release that many people will stay on: the newest that npm gives to Node < 22. Up to 2.1.251 an unknown event
 * name switches off all hooks of a plugin, in silence, so the plugin lists what this release knows. Up to 2.1.100 it
 * makes Claude Code ignore the whole settings file; where there is no trace of Claude Code there is nothing to spoil, and
 * what is installed later will know at least these events.
 */
export const OLDEST_RELEASE = '2.1.197';

/** What to register for one release of Claude Code. Throws for a wish that can't be granted. */
export function eventsFor(options: EventsForOptions = {}): EventChoice {
  const release = options.claudeVersion ?? OLDEST_RELEASE;
  const standard = CLAUDE_EVENTS.filter((event) => event.wiring === 'always').map(({ name }) => ({ name }));
  const wished = (options.wish ?? []).map(parseWish);
  const wanted = [...standard.filter(({ name }) => !wished.some((wish) => wish.name === name)), ...wished];
  const isKnown = ({ name }: WiredEvent) => !isNewer(findEvent(name)?.since ?? release, release);
  return {
    events: wanted.filter(isKnown),
    tooNew: wanted.filter((event) => !isKnown(event)).map(({ name }) => name),
  };
}

/** Whether an event is there only because somebody asked for it: an upgrade leaves those wired. */
export function isWished(name: string): boolean {
  const wiring = findEvent(name)?.wiring;
  return wiring === 'on-wish' || wiring === 'with-names';
}

function parseWish(wish: string): WiredEvent {
  const colon = wish.indexOf(':');
  const name = colon === -1 ? wish : wish.slice(0, colon);
  const matcher = colon === -1 ? '' : wish.slice(colon + 1);
  const event = findEvent(name);
  if (event === undefined) {
    throw new MpmError('EVENT_UNKNOWN', `Claude Code has no event "${name}".`, {
      hint: `Those on wish are ${namesOnWish().join(', ')}.`,
    });
  }
  if (event.wiring === 'never') {
    throw new MpmError('EVENT_REFUSED', `${name} is never wired: a hook there replaces what Claude Code does itself.`, {
      hint: 'Leave it out; WorktreeRemove is wired and shows when a worktree goes.',
    });
  }
  if (event.wiring !== 'with-names') {
    if (matcher === '') return { name };
    throw new MpmError('EVENT_REFUSED', `${name} takes no names.`, { hint: `mpm-hook install --events ${name}` });
  }
  if (matcher === '') {
    throw new MpmError('EVENT_NEEDS_NAMES', `${name} watches nothing unless the files are named.`, {
      hint: `mpm-hook install --events '${name}:package.json|.env'`,
    });
  }
  return { name, matcher };
}

function namesOnWish(): readonly string[] {
  return CLAUDE_EVENTS.filter(({ name }) => isWished(name)).map(({ name }) => name);
}
