import { getNodeValue, type Node } from 'jsonc-parser';
import type { TextEdit } from './text-edit.ts';

/** How a person (or Claude Code) lays out this JSON text; what we add looks the same. */
export interface Layout {
  /** One level of indentation. */
  readonly unit: string;
  readonly eol: string;
  /** All on one line: what we add goes there too. */
  readonly isInline: boolean;
}

/** One thing to add to a container: an item of an array, or with a key a property of an object. */
export interface Addition {
  readonly key?: string;
  readonly value: unknown;
}

export function layoutOf(text: string, root: Node): Layout {
  const first = root.children?.[0];
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  if (first === undefined) return { unit: '  ', eol, isInline: false };
  const lead = spaceBefore(text, first);
  if (!lead.includes('\n')) return { unit: '  ', eol, isInline: true };
  const rootIndent = indentAt(text, root.offset);
  const indent = afterLastNewline(lead);
  return { unit: indent.startsWith(rootIndent) ? indent.slice(rootIndent.length) : indent, eol, isInline: false };
}

/** Adds behind the container's last child, in the manner of that child; no byte that stands there is changed. */
export function additionEdit(text: string, container: Node, additions: readonly Addition[], layout: Layout): TextEdit {
  const last = container.children?.at(-1);
  if (last === undefined) return fillEdit(text, container, additions, layout);
  const lead = spaceBefore(text, last);
  const isBlock = lead.includes('\n');
  const separator = isBlock ? layout.eol + afterLastNewline(lead) : lead;
  const print = isBlock ? blockPrinter(layout, afterLastNewline(lead)) : printInline;
  return { offset: endOf(last), length: 0, text: additions.map((item) => `,${separator}${print(item)}`).join('') };
}

/** Takes children out of a container together with the commas and the space that came with them. */
export function removalEdits(container: Node, doomed: ReadonlySet<Node>): TextEdit[] {
  const children = container.children ?? [];
  const edits: TextEdit[] = [];
  for (let index = 0; index < children.length; index += 1) {
    if (!isDoomed(index)) continue;
    let last = index;
    while (isDoomed(last + 1)) last += 1;
    const before = children[index - 1];
    const after = children[last + 1];
    if (before !== undefined) edits.push(span(endOf(before), endOf(children[last] as Node)));
    else if (after !== undefined) edits.push(span((children[index] as Node).offset, after.offset));
    else edits.push(span(container.offset + 1, endOf(container) - 1));
    index = last;
  }
  return edits;

  function isDoomed(index: number): boolean {
    const child = children[index];
    return child !== undefined && doomed.has(child);
  }
}

/** Gives an object other values; where the keys stay the same only the values that differ are touched. */
export function replacementEdits(
  text: string,
  object: Node,
  wanted: Readonly<Record<string, unknown>>,
  layout: Layout,
): TextEdit[] {
  const properties = object.children ?? [];
  const keys = properties.map((property) => String(property.children?.[0]?.value));
  const hasSameKeys = keys.length === Object.keys(wanted).length && keys.every((key) => Object.hasOwn(wanted, key));
  if (!hasSameKeys) {
    const isBlock = text.slice(object.offset, endOf(object)).includes('\n');
    const print = isBlock ? blockPrinter(layout, indentAt(text, object.offset)) : printInline;
    return [{ offset: object.offset, length: object.length, text: print({ value: wanted }) }];
  }
  return properties.flatMap((property, index) => {
    const value = property.children?.[1] as Node;
    const next = JSON.stringify(wanted[keys[index] as string]);
    return JSON.stringify(getNodeValue(value)) === next
      ? []
      : [{ offset: value.offset, length: value.length, text: next }];
  });
}

/** Fills an empty container, whatever space stands between its brackets. */
function fillEdit(text: string, container: Node, additions: readonly Addition[], layout: Layout): TextEdit {
  const inner = { offset: container.offset + 1, length: container.length - 2 };
  if (layout.isInline) return { ...inner, text: additions.map(printInline).join(',') };
  const closing = layout.eol + indentAt(text, container.offset);
  const opening = closing + layout.unit;
  const print = blockPrinter(layout, indentAt(text, container.offset) + layout.unit);
  return { ...inner, text: opening + additions.map(print).join(`,${opening}`) + closing };
}

function printInline({ key, value }: Addition): string {
  return key === undefined ? JSON.stringify(value) : `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function blockPrinter({ unit, eol }: Layout, indent: string): (addition: Addition) => string {
  return ({ key, value }) => {
    const printed = JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);
    return key === undefined ? printed : `${JSON.stringify(key)}: ${printed}`;
  };
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

function span(from: number, to: number): TextEdit {
  return { offset: from, length: to - from, text: '' };
}

function spaceBefore(text: string, node: Node): string {
  let start = node.offset;
  while (start > 0 && ' \t\r\n'.includes(text.charAt(start - 1))) start -= 1;
  return text.slice(start, node.offset);
}

function afterLastNewline(space: string): string {
  return space.slice(space.lastIndexOf('\n') + 1);
}

/** The white space that the line of `offset` begins with. */
function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}
