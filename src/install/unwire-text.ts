import type { Node } from 'jsonc-parser';
import { handlersOf, parseSettings, type SettingsText } from './hooks-section.ts';
import { removalEdits } from './json-text.ts';
import { findOurs } from './our-entries.ts';
import type { IsOurs } from './our-handler.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';

export interface Change {
  readonly kind: 'added' | 'updated' | 'removed';
  readonly event: string;
}

export interface ChangedText {
  readonly text: string;
  readonly changes: readonly Change[];
}

/** Containers that were there before us: when we leave, they stay, even empty. */
export interface Containers {
  readonly hooks: boolean;
  readonly events: readonly string[];
}

/** Takes our handlers out, and with them what they leave empty, but for the containers that are to stay. */
export function unwireText(text: string, options: { file: string; isOurs: IsOurs; stay: Containers }): ChangedText {
  if (text.trim() === '') return { text, changes: [] };
  const settings = parseSettings(text, options.file);
  const ours = findOurs(settings, options.isOurs);
  return {
    text: applyEdits(text, removals(settings, new Set(ours.map(({ node }) => node)), options.stay)),
    changes: ours.map(({ event }) => ({ kind: 'removed', event })),
  };
}

export function containersOf(text: string, file: string): Containers {
  if (text.trim() === '') return NO_CONTAINERS;
  const { hooks, events } = parseSettings(text, file);
  return { hooks: hooks !== undefined, events: events.map(({ name }) => name) };
}

/** For who has nothing that must stay. */
export const NO_CONTAINERS: Containers = { hooks: false, events: [] };

/** From the handlers outward: a container whose children all go, goes too, unless it is to stay. */
export function removals(settings: SettingsText, handlers: ReadonlySet<Node>, stay: Containers): TextEdit[] {
  const doomed = new Set(handlers);
  const edits: TextEdit[] = [];
  for (const { container, owner, stays } of fromInside(settings, stay)) {
    const children = container.children ?? [];
    if (!children.some((child) => doomed.has(child))) continue;
    if (!stays && children.every((child) => doomed.has(child))) doomed.add(owner);
    else edits.push(...removalEdits(container, doomed));
  }
  return edits;
}

/** A container of the hooks section, and what goes from the next one when it is emptied. */
interface Level {
  readonly container: Node;
  readonly owner: Node;
  readonly stays: boolean;
}

function fromInside({ root, hooks, events }: SettingsText, stay: Containers): readonly Level[] {
  if (hooks?.parent === undefined) return [];
  const groups = events.flatMap((event) => event.groups.children ?? []);
  return [
    ...groups.flatMap((group) => {
      const container = handlersOf(group);
      return container === undefined ? [] : { container, owner: group, stays: false };
    }),
    ...events.map((event) => ({
      container: event.groups,
      owner: event.property,
      stays: stay.events.includes(event.name),
    })),
    { container: hooks, owner: hooks.parent, stays: stay.hooks },
    { container: root, owner: root, stays: true },
  ];
}
