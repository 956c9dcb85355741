import type { Node } from 'jsonc-parser';
import { type Handler, keepAdditions } from './handler.ts';
import { parseSettings, type SettingsText } from './hooks-section.ts';
import { additionEdit, layoutOf, replacementEdits } from './json-text.ts';
import { findOurs } from './our-entries.ts';
import type { IsOurs } from './our-handler.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';
import { type Change, type ChangedText, NO_CONTAINERS, removals } from './unwire-text.ts';

/** What is to stand under one event. */
export interface WantedHandler {
  readonly event: string;
  readonly matcher?: string | undefined;
  readonly handler: Handler;
}

/**
 * Makes our handlers in `text` exactly those of `wanted`, one for each event, and touches nothing else. An entry of ours
 * under another event goes, unless `keeps` says that somebody asked for it. Text without any JSON becomes a new document.
 */
export function wireText(
  text: string,
  wanted: readonly WantedHandler[],
  options: { file: string; isOurs: IsOurs; keeps: (event: string) => boolean },
): ChangedText {
  if (text.trim() === '') return newDocument(wanted);
  const mended = mendText(parseSettings(text, options.file), wanted, options);
  const settings = parseSettings(mended.text, options.file);
  const wired = new Set(findOurs(settings, options.isOurs).map(({ event }) => event));
  const missing = wanted.filter(({ event }) => !wired.has(event));
  const replaced = new Set(mended.changes.filter(({ kind }) => kind === 'removed').map(({ event }) => event));
  const isUpdate = (event: string) => replaced.has(event);
  return {
    text: applyEdits(settings.text, additions(settings, missing)),
    changes: [
      ...mended.changes.filter(
        ({ kind, event }) => kind !== 'removed' || !missing.some((item) => item.event === event),
      ),
      ...missing.map(({ event }): Change => ({ kind: isUpdate(event) ? 'updated' : 'added', event })),
    ],
  };
}

/** Brings the entries that stand there up to date: one an event, the others go. */
function mendText(
  settings: SettingsText,
  wanted: readonly WantedHandler[],
  { isOurs, keeps }: { isOurs: IsOurs; keeps: (event: string) => boolean },
): ChangedText {
  const layout = layoutOf(settings.text, settings.root);
  const changes: Change[] = [];
  const doomed = new Set<Node>();
  const edits: TextEdit[] = [];
  const settled = new Set<string>();
  for (const found of findOurs(settings, isOurs)) {
    const want = wanted.find(({ event }) => event === found.event);
    if (want === undefined && keeps(found.event)) continue;
    if (want === undefined || settled.has(found.event) || (want.matcher ?? found.matcher) !== found.matcher) {
      doomed.add(found.node);
      changes.push({ kind: 'removed', event: found.event });
      continue;
    }
    settled.add(found.event);
    const handler = keepAdditions(found.value, want.handler);
    if (handler === found.value) continue;
    edits.push(...replacementEdits(settings.text, found.node, handler, layout));
    changes.push({ kind: 'updated', event: found.event });
  }
  return { text: applyEdits(settings.text, [...edits, ...removals(settings, doomed, NO_CONTAINERS)]), changes };
}

function additions(settings: SettingsText, missing: readonly WantedHandler[]): TextEdit[] {
  if (missing.length === 0) return [];
  const { text, root, hooks, events } = settings;
  const layout = layoutOf(text, root);
  if (hooks === undefined) return [additionEdit(text, root, [{ key: 'hooks', value: toSection(missing) }], layout)];
  const edits: TextEdit[] = [];
  const newEvents: WantedHandler[] = [];
  for (const want of missing) {
    const section = events.find(({ name }) => name === want.event);
    if (section === undefined) newEvents.push(want);
    else edits.push(additionEdit(text, section.groups, [{ value: toGroup(want) }], layout));
  }
  if (newEvents.length === 0) return edits;
  const properties = newEvents.map((want) => ({ key: want.event, value: [toGroup(want)] }));
  return [...edits, additionEdit(text, hooks, properties, layout)];
}

function newDocument(wanted: readonly WantedHandler[]): ChangedText {
  return {
    text: `${JSON.stringify({ hooks: toSection(wanted) }, null, 2)}\n`,
    changes: wanted.map(({ event }) => ({ kind: 'added', event })),
  };
}

function toSection(wanted: readonly WantedHandler[]): Record<string, unknown> {
  return Object.fromEntries(wanted.map((want) => [want.event, [toGroup(want)]]));
}

/** Without a matcher a group is for all that happens. */
function toGroup({ matcher, handler }: WantedHandler): Record<string, unknown> {
  return matcher === undefined ? { hooks: [handler] } : { matcher, hooks: [handler] };
}
