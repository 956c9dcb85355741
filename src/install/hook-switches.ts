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
  const forced: Record<string, unknown> = Object.assign({}, ...managed.map(({ fields }) => fields.enabledPlugins));
  const switches: readonly Switch[] = [
    {
      file: fileInForce(managed, 'disableAllHooks'),
      stops: () => true,
      says: (file) => `"disableAllHooks" in ${file} switches every hook off`,
    },
    {
      file: fileInForce(own, 'disableAllHooks'),
      stops: (kind) => kind !== 'managed',
      says: (file) => `"disableAllHooks" in ${file} switches these hooks off`,
    },
    {
      file: fileInForce(managed, 'allowManagedHooksOnly'),
      stops: (kind, plugin) => kind !== 'managed' && !(plugin !== undefined && forced[plugin] === true),
      says: (file) => `"allowManagedHooksOnly" in ${file} lets only managed hooks run`,
    },
    {
      file: managed.filter(({ fields }) => closesHooks(fields.strictPluginOnlyCustomization)).at(-1)?.file,
      stops: (kind) => kind !== 'managed' && kind !== 'plugin',
      says: (file) => `"strictPluginOnlyCustomization" in ${file} lets only the hooks of plugins run`,
    },
  ];
  return (kind, plugin) => {
    const found = switches.find(({ file, stops }) => file !== undefined && stops(kind, plugin));
    return found?.file === undefined ? undefined : found.says(found.file);
  };
}

interface Switch {
  /** Where it is set; undefined when it isn't. */
  readonly file: string | undefined;
  stops(kind: PlaceKind, plugin: string | undefined): boolean;
  says(file: string): string;
}

/** The file that switches `key` on, unless one of higher rank says otherwise: a project's `false` overrides a user's `true`. */
function fileInForce(files: readonly ReadSettings[], key: string): string | undefined {
  const deciding = files.filter(({ fields }) => typeof fields[key] === 'boolean').at(-1);
  return deciding?.fields[key] === true ? deciding.file : undefined;
}

function closesHooks(value: unknown): boolean {
  return value === true || (Array.isArray(value) && value.includes('hooks'));
}
