import { isObject } from '../shared/wire.ts';
import type { ReadSettings } from './read-settings.ts';
import type { PlaceKind } from './scopes.ts';

interface SettingsInForce {
  /** The administrator's, the later ones first in rank. */
  readonly managed: readonly ReadSettings[];
  /** User, project and local, in this order; the later ones first in rank. */
  readonly own: readonly ReadSettings[];
}

/** Says which setting, if any, keeps the hooks of a place from running. */
export type Stops = (kind: PlaceKind, plugin: string | undefined) => string | undefined;

export function stopsOf({ managed, own }: SettingsInForce): Stops {
  const all = inForce(managed, 'disableAllHooks', true);
  const users = inForce(own, 'disableAllHooks', true);
  const managedOnly = inForce(managed, 'allowManagedHooksOnly', true);
  const pluginsOnly = managed.filter(({ fields }) => closesHooks(fields.strictPluginOnlyCustomization)).at(-1);
  const forced = Object.assign({}, ...managed.map(({ fields }) => fields.enabledPlugins).filter(isObject));

  return (kind, plugin) => {
    if (all !== undefined) return `"disableAllHooks" in ${all.file} switches every hook off`;
    if (kind === 'managed') return undefined;
    if (users !== undefined) return `"disableAllHooks" in ${users.file} switches these hooks off`;
    if (managedOnly !== undefined && !(plugin !== undefined && forced[plugin] === true)) {
      return `"allowManagedHooksOnly" in ${managedOnly.file} lets only managed hooks run`;
    }
    if (pluginsOnly !== undefined && kind !== 'plugin') {
      return `"strictPluginOnlyCustomization" in ${pluginsOnly.file} lets only the hooks of plugins run`;
    }
    return undefined;
  };
}

/** The file that decides about `key`, if what it says is `value`: a project's `false` overrides a user's `true`. */
function inForce(files: readonly ReadSettings[], key: string, value: boolean): ReadSettings | undefined {
  const deciding = files.filter(({ fields }) => typeof fields[key] === 'boolean').at(-1);
  return deciding?.fields[key] === value ? deciding : undefined;
}

function closesHooks(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.includes('hooks'));
}
