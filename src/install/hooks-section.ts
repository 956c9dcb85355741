import { type Node, parseTree } from 'jsonc-parser';
import { MpmError } from '../shared/errors.ts';

/** The text of a settings file, understood as far as hooks go; nodes know where in the text they stand. */
export interface SettingsText {
  readonly text: string;
  readonly root: Node;
  /** The object under `hooks`. */
  readonly hooks: Node | undefined;
  readonly events: readonly EventSection[];
}

interface EventSection {
  readonly name: string;
  readonly property: Node;
  /** The array of groups; each has a matcher and handlers. */
  readonly groups: Node;
}

/**
 * Reads settings as strictly as Claude Code does (2.1.330): one JSON object; with a comment or a trailing comma it takes
 * none of it, and then the file is not ours to mend. Throws for a hooks section that we could not change with certainty.
 * `file` is for the sentence.
 */
export function parseSettings(text: string, file: string): SettingsText {
  const root = parseStrictly(text, file);
  if (root.type !== 'object') {
    throw refusal(file, `${file} is not a JSON object.`);
  }
  const property = propertyOf(root, 'hooks', file);
  const hooks = property?.children?.[1];
  if (hooks === undefined) return { text, root, hooks, events: [] };
  if (hooks.type !== 'object') {
    throw refusal(file, `"hooks" in ${file} is not an object.`);
  }
  return { text, root, hooks, events: (hooks.children ?? []).map((child) => toEvent(child, hooks, file)) };
}

/** The handlers of one group: none when its shape is not what Claude Code takes. */
export function handlersOf(group: Node): Node | undefined {
  const handlers = group.type === 'object' ? lastProperty(group, 'hooks')?.children?.[1] : undefined;
  return handlers?.type === 'array' ? handlers : undefined;
}

export function matcherOf(group: Node): string | undefined {
  const value: unknown = lastProperty(group, 'matcher')?.children?.[1]?.value;
  return typeof value === 'string' ? value : undefined;
}

function parseStrictly(text: string, file: string): Node {
  try {
    JSON.parse(text);
    const root = parseTree(text);
    if (root !== undefined) return root;
  } catch (error) {
    if (error instanceof RangeError) {
      throw refusal(file, `${file} is nested too deeply.`, error);
    }
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(file, `${file} is not valid JSON, so Claude Code takes nothing from it: ${error.message}.`, error);
  }
  throw refusal(file, `${file} holds no JSON.`);
}

function toEvent(property: Node, hooks: Node, file: string): EventSection {
  const name = String(property.children?.[0]?.value);
  propertyOf(hooks, name, file);
  const groups = property.children?.[1];
  if (groups?.type === 'array') return { name, property, groups };
  throw refusal(file, `"hooks.${name}" in ${file} is not an array.`);
}

/** A key that stands there twice is refused: Claude Code takes the last one, the eye the first. */
function propertyOf(object: Node, key: string, file: string): Node | undefined {
  const found = propertiesOf(object, key);
  if (found.length > 1) {
    throw refusal(file, `${file} has "${key}" twice in one object.`);
  }
  return found[0];
}

function lastProperty(object: Node, key: string): Node | undefined {
  return propertiesOf(object, key).at(-1);
}

function propertiesOf(object: Node, key: string): Node[] {
  return (object.children ?? []).filter((property) => property.children?.[0]?.value === key);
}

function refusal(file: string, sentence: string, cause?: unknown): MpmError {
  return new MpmError('SETTINGS_MALFORMED', sentence, {
    hint: `Nothing was changed. Mend it first: $EDITOR ${file}`,
    cause,
  });
}
