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

/** From the handlers upward: a container whose children all go, goes too. */
export function removals(settings: SettingsText, handlers: ReadonlySet<Node>, stay: Containers): TextEdit[] {
  const { root, hooks, events } = settings;
  if (hooks === undefined || handlers.size === 0) return [];
  const doomed = new Set(handlers);
  const touched: Node[] = [];
  for (const { name, property, groups } of events) {
    for (const group of groups.children ?? []) {
      const list = handlersOf(group);
      if (list === undefined || !hasDoomedChild(list)) continue;
      if (isEmptied(list)) doomed.add(group);
      else touched.push(list);
    }
    if (!hasDoomedChild(groups)) continue;
    if (isEmptied(groups) && !stay.events.includes(name)) doomed.add(property);
    else touched.push(groups);
  }
  if (hasDoomedChild(hooks)) {
    if (isEmptied(hooks) && !stay.hooks) {
      doomed.add(hooks.parent as Node);
      touched.push(root);
    } else touched.push(hooks);
  }
  return touched.flatMap((container) => removalEdits(container, doomed));

  function hasDoomedChild(container: Node): boolean {
    return (container.children ?? []).some((child) => doomed.has(child));
  }

  function isEmptied(container: Node): boolean {
    return (container.children ?? []).every((child) => doomed.has(child));
  }
}
