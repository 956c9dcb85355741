import type { Node } from 'jsonc-parser';
import type { Handler } from './handler.ts';
import { handlersOf, matcherOf, type SettingsText } from './hooks-section.ts';
import type { IsOurs } from './our-handler.ts';

/** One handler of ours, where it stands in somebody's settings. */
export interface OurEntry {
  readonly event: string;
  readonly matcher: string | undefined;
  readonly node: Node;
  readonly value: Handler;
}

export function findOurs(settings: SettingsText, isOurs: IsOurs): OurEntry[] {
  return settings.events.flatMap(({ name, groups }) =>
    (groups.children ?? []).flatMap((group) =>
      (handlersOf(group)?.children ?? []).flatMap((node): OurEntry[] => {
        const value: unknown = JSON.parse(settings.text.slice(node.offset, node.offset + node.length));
        return isOurs(value) ? [{ event: name, matcher: matcherOf(group), node, value: value as Handler }] : [];
      }),
    ),
  );
}
