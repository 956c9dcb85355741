import * as path from 'node:path';
import { isObject } from '../shared/wire.ts';
import { readSettings } from './read-settings.ts';

/** A plugin that Claude Code loads, and the folder it loads it from. */
export interface EnabledPlugin {
  /** `name@marketplace`. */
  readonly id: string;
  readonly folder: string;
}

/**
 * The plugins switched on by `enabledPlugins`, a map for each settings file, the higher in rank the later. A marketplace
 * that is a folder of this machine is read in place; of any other there is a copy under `plugins/cache`.
 */
export function enabledPlugins(configFolder: string, maps: readonly unknown[]): readonly EnabledPlugin[] {
  const switches: Record<string, unknown> = Object.assign({}, ...maps.filter(isObject));
  const ids = Object.keys(switches).filter((id) => switches[id] === true);
  const installed = fieldsOf(path.join(configFolder, 'plugins', 'installed_plugins.json'));
  const marketplaces = fieldsOf(path.join(configFolder, 'plugins', 'known_marketplaces.json'));
  return ids.flatMap((id) => {
    const folder = folderInPlace(id, marketplaces) ?? folderOfCopy(id, installed);
    return folder === undefined ? [] : [{ id, folder }];
  });
}

function folderInPlace(id: string, marketplaces: Fields): string | undefined {
  const [name, marketplace] = splitId(id);
  const known = marketplaces[marketplace];
  if (!isObject(known) || !isObject(known.source) || known.source.source !== 'directory') return undefined;
  if (typeof known.installLocation !== 'string') return undefined;
  const { plugins } = fieldsOf(path.join(known.installLocation, '.claude-plugin', 'marketplace.json'));
  const plugin = (Array.isArray(plugins) ? plugins : []).find((item) => isObject(item) && item.name === name);
  return typeof plugin?.source === 'string' ? path.join(known.installLocation, plugin.source) : undefined;
}

function folderOfCopy(id: string, installed: Fields): string | undefined {
  const copies = isObject(installed.plugins) ? installed.plugins[id] : undefined;
  const newest: unknown = Array.isArray(copies) ? copies.at(-1) : undefined;
  return isObject(newest) && typeof newest.installPath === 'string' ? newest.installPath : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function splitId(id: string): readonly [string, string] {
  const at = id.lastIndexOf('@');
  return at === -1 ? [id, ''] : [id.slice(0, at), id.slice(at + 1)];
}

function fieldsOf(file: string): Fields {
  return readSettings(file)?.fields ?? {};
}
