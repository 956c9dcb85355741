import * as path from 'node:path';
import { isObject } from '../shared/wire.ts';
import type { Handler } from './handler.ts';
import { stopsOf } from './hook-switches.ts';
import { createOwnership, type IsOurs } from './our-handler.ts';
import { enabledPlugins } from './plugins.ts';
import { type ReadSettings, readManagedSettings, readSettings } from './read-settings.ts';
import { resolveProgram } from './resolve-program.ts';
import { type PlaceKind, settingsPathFor } from './scopes.ts';
import { type HookFault, validateHooks } from './validate-hooks.ts';

/** One handler of ours, as it stands. */
export interface WiredEntry {
  readonly event: string;
  readonly matcher?: string;
  readonly handler: Handler;
  /** The program behind a command handler: found and executable, or not; undefined for http. */
  readonly program: { readonly path: string; readonly isRunnable: boolean } | undefined;
}

/** One file in which hooks may stand, ours or not. */
export interface WiringPlace {
  readonly kind: PlaceKind;
  readonly file: string;
  /** `name@marketplace`, for a plugin. */
  readonly plugin?: string;
  /** Why Claude Code takes nothing from the file. */
  readonly problem?: string;
  readonly entries: readonly WiredEntry[];
  /** In the whole hooks section, other people's entries included. */
  readonly faults: readonly HookFault[];
  /** The setting that keeps these hooks from running, as half a sentence. */
  readonly stoppedBy?: string;
}

export interface WiringReport {
  /** Every settings file that is there, and every plugin that wires us. */
  readonly places: readonly WiringPlace[];
  /** Events for which Claude Code would start us more than once. */
  readonly doubledEvents: readonly string[];
}

interface FindWiringOptions {
  readonly configFolder: string;
  readonly projectFolder: string;
  readonly managedFolder: string;
  /** What `~` and `$HOME` mean in a command, and where a bare name is looked up. */
  readonly userHome: string;
  readonly searchPath: string;
  readonly claudeVersion?: string | undefined;
  /** The program of this installation, to know its entries by whatever their name. */
  readonly command?: string | undefined;
}

/** Looks at every place from which Claude Code takes hooks, and says where and how mpm-hook is wired. Changes nothing. */
export function findWiring(options: FindWiringOptions): WiringReport {
  const { configFolder } = options;
  const managed = readManagedSettings(options.managedFolder);
  const scopes = (['user', 'project', 'local'] as const).map((kind) => ({
    kind,
    settings: readSettings(settingsPathFor(kind, options)),
  }));
  const own = scopes.flatMap(({ settings }) => settings ?? []);
  const isOurs = createOwnership(options.command === undefined ? [] : [options.command]);
  const stops = stopsOf({ managed, own });
  const look = (settings: ReadSettings, kind: PlaceKind, plugin?: { id: string; folder: string }): WiringPlace => {
    const stoppedBy = stops(kind, plugin?.id);
    return {
      kind,
      file: settings.file,
      ...(plugin && { plugin: plugin.id }),
      ...(settings.problem !== undefined && { problem: settings.problem }),
      entries: entriesOf(settings.fields.hooks, { ...options, isOurs, pluginFolder: plugin?.folder }),
      faults: validateHooks(settings.fields.hooks, {
        claudeVersion: options.claudeVersion,
        isPlugin: plugin !== undefined,
      }),
      ...(stoppedBy !== undefined && { stoppedBy }),
    };
  };

  const maps = [...own, ...managed].map(({ fields }) => fields.enabledPlugins);
  const pluginPlaces = enabledPlugins(configFolder, maps).flatMap((plugin) => {
    const settings = readSettings(path.join(plugin.folder, 'hooks', 'hooks.json'));
    return settings === undefined ? [] : look(settings, 'plugin', plugin);
  });
  const places = [
    ...scopes.flatMap(({ kind, settings }) => (settings === undefined ? [] : look(settings, kind))),
    ...managed.map((settings) => look(settings, 'managed')),
    ...pluginPlaces.filter(({ entries }) => entries.length > 0),
  ];
  return { places, doubledEvents: doubledEvents(places) };
}

interface EntryOptions {
  readonly isOurs: IsOurs;
  readonly userHome: string;
  readonly searchPath: string;
  readonly pluginFolder: string | undefined;
}

function entriesOf(hooks: unknown, options: EntryOptions): readonly WiredEntry[] {
  return Object.entries(isObject(hooks) ? hooks : {}).flatMap(([event, groups]) =>
    (Array.isArray(groups) ? groups : []).filter(isObject).flatMap((group) => {
      const matcher = typeof group.matcher === 'string' ? { matcher: group.matcher } : {};
      const handlers: readonly unknown[] = Array.isArray(group.hooks) ? group.hooks : [];
      return handlers
        .filter((handler): handler is Handler => options.isOurs(handler))
        .map((handler) => ({ event, ...matcher, handler, program: resolveProgram(handler, options) }));
    }),
  );
}

/**
 * Claude Code starts identical handlers of all settings files together once, those of a plugin apart. So two spellings of
 * one command, or settings and a plugin, make two events of one.
 */
function doubledEvents(places: readonly WiringPlace[]): readonly string[] {
  const identities = new Map<string, Set<string>>();
  for (const place of places) {
    if (place.stoppedBy !== undefined || place.problem !== undefined) continue;
    for (const { event, handler } of place.entries) {
      const { type, command, args, url, if: condition } = handler;
      const identity = JSON.stringify([place.plugin ?? 'settings', type, command, args, url, condition]);
      identities.set(event, (identities.get(event) ?? new Set()).add(identity));
    }
  }
  return [...identities].filter(([, wirings]) => wirings.size > 1).map(([event]) => event);
}
