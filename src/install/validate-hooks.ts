import { isNewer } from '../shared/version.ts';
import { isObject } from '../shared/wire.ts';
import { findEvent } from './events.ts';
import { HANDLER_RULES } from './hook-rules.ts';

/**
 * What Claude Code makes of a fault: takes nothing from the whole file, permissions included (`file-off`); takes no hook of
 * this plugin (`plugin-off`); drops the entry alone (`dropped`); or takes it, though it can never run (`never-runs`).
 */
export type FaultEffect = 'file-off' | 'plugin-off' | 'dropped' | 'never-runs';

/** One thing that is wrong in a hooks section, ours or anybody's. */
export interface HookFault {
  /** As Claude Code names the place in its own log: `hooks.PreToolUse.0.hooks.1`. */
  readonly place: string;
  /** Follows the place to make a sentence: `timeout is not a number above 0`. */
  readonly fault: string;
  readonly effect: FaultEffect;
}

interface ValidateOptions {
  /** Hooks of a plugin are dropped together for an event name that its release doesn't know. */
  readonly isPlugin?: boolean;
  readonly claudeVersion?: string | undefined;
}

/** A hook under these may be what guards the permissions beside it, so a broken one makes Claude Code take nothing of the file. */
const GUARDS: readonly string[] = ['PreToolUse', 'PermissionRequest'];

/** The first releases that live with an unknown event in settings, with one in a plugin, and with a malformed entry. */
const SETTINGS_TOLERATE_UNKNOWN = '2.1.101';
const PLUGINS_TOLERATE_UNKNOWN = '2.1.259';
const SETTINGS_TOLERATE_MALFORMED = '2.1.122';

/** Where an `if` is looked at; on any other event a handler with one never runs. */
const TAKES_CONDITION: readonly string[] = [
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
];

/**
 * Finds what Claude Code 2.1.330 finds at fault in the `hooks` of one file (each rule was tried on it), and what older
 * releases make of it. An unknown release is taken for a recent one.
 */
export function validateHooks(hooks: unknown, options: ValidateOptions = {}): readonly HookFault[] {
  if (hooks === undefined || hooks === null) return [];
  if (!isObject(hooks)) return [{ place: 'hooks', fault: 'is not an object', effect: 'dropped' }];
  return Object.entries(hooks).flatMap(([event, groups]) => [...faultsOfEvent(event, groups, options)]);
}

function* faultsOfEvent(event: string, groups: unknown, options: ValidateOptions): Generator<HookFault> {
  const place = `hooks.${event}`;
  const effect = effectOf(event, options);
  if (isUnknown(event, options.claudeVersion)) {
    yield { place, fault: 'is no event of this release', effect: effectOfUnknown(options) };
  } else if (Array.isArray(groups)) {
    for (const [index, group] of groups.entries())
      yield* faultsOfGroup(group, { event, effect, place: `${place}.${index}` });
  } else if (groups !== null) {
    yield { place, fault: 'is not a list', effect };
  }
}

/** Where a check stands, and what Claude Code would make of a fault there. */
interface Spot {
  readonly event: string;
  readonly place: string;
  readonly effect: FaultEffect;
}

function* faultsOfGroup(group: unknown, { event, place, effect }: Spot): Generator<HookFault> {
  const fault = faultOfGroup(group);
  if (fault !== undefined) yield { place, fault, effect };
  if (fault !== undefined || !isObject(group) || !Array.isArray(group.hooks)) return;
  if (!isPattern(group.matcher)) {
    yield { place, fault: 'matcher is no regular expression, so it matches nothing', effect: 'never-runs' };
  }
  for (const [index, handler] of group.hooks.entries()) {
    const found = judgeHandler(handler, event, effect);
    if (found !== undefined) yield { place: `${place}.hooks.${index}`, ...found };
  }
}

function faultOfGroup(group: unknown): string | undefined {
  if (!isObject(group)) return 'is not an object';
  if (!Array.isArray(group.hooks)) return 'has no list "hooks"';
  return group.matcher === undefined || typeof group.matcher === 'string' ? undefined : 'matcher is not a text';
}

function judgeHandler(handler: unknown, event: string, effect: FaultEffect): Omit<HookFault, 'place'> | undefined {
  const fault = faultOfHandler(handler);
  if (fault !== undefined) return { fault, effect };
  const inert = isObject(handler) ? inertness(handler, event) : undefined;
  return inert === undefined ? undefined : { fault: inert, effect: 'never-runs' };
}

function faultOfHandler(handler: unknown): string | undefined {
  if (!isObject(handler)) return 'is not an object';
  const rules = HANDLER_RULES.get(handler.type);
  if (rules === undefined) return `type is none of ${[...HANDLER_RULES.keys()].join(', ')}`;
  const present = Object.entries(rules.optional).filter(([field]) => handler[field] !== undefined);
  for (const [field, rule] of [...Object.entries(rules.required), ...present]) {
    const wrong = rule(handler[field]);
    if (wrong !== undefined) return `${field} ${wrong}`;
  }
  return undefined;
}

/** Valid, and yet nothing will ever come of it. */
function inertness(handler: Readonly<Record<string, unknown>>, event: string): string | undefined {
  if (handler.command === '') return 'command is empty';
  if (handler.type === 'http' && findEvent(event)?.commandOnly) return `${event} takes no http hooks`;
  if (handler.if !== undefined && !TAKES_CONDITION.includes(event)) return `${event} takes no "if"`;
  return undefined;
}

function effectOf(event: string, { isPlugin = false, claudeVersion }: ValidateOptions): FaultEffect {
  const kills = GUARDS.includes(event) || isBefore(claudeVersion, SETTINGS_TOLERATE_MALFORMED);
  if (!kills) return 'dropped';
  return isPlugin ? 'plugin-off' : 'file-off';
}

function effectOfUnknown({ isPlugin = false, claudeVersion }: ValidateOptions): FaultEffect {
  if (isPlugin) return isBefore(claudeVersion, PLUGINS_TOLERATE_UNKNOWN) ? 'plugin-off' : 'dropped';
  return isBefore(claudeVersion, SETTINGS_TOLERATE_UNKNOWN) ? 'file-off' : 'dropped';
}

function isUnknown(event: string, claudeVersion: string | undefined): boolean {
  const since = findEvent(event)?.since;
  if (since === undefined) return true;
  return isBefore(claudeVersion, since);
}

function isBefore(claudeVersion: string | undefined, release: string): boolean {
  return claudeVersion !== undefined && isNewer(release, claudeVersion);
}

/** As Claude Code reads a matcher: a name or a list of names, else a regular expression. */
function isPattern(matcher: unknown): boolean {
  if (typeof matcher !== 'string' || matcher === '*' || /^[\w\- ,|]*$/.test(matcher)) return true;
  try {
    new RegExp(matcher);
    return true;
  } catch {
    return false; // a SyntaxError is the answer
  }
}
