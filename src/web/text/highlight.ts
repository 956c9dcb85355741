import type { Token } from './token.ts';

type Lowlight = ReturnType<typeof import('lowlight').createLowlight>;
type Tree = ReturnType<Lowlight['highlight']>;
type Nodes = Tree['children'];

/** Longer texts stay without colours. */
const MAX_CHARS = 60_000;
/** The highlighter's patterns are not all linear: a long line can keep it busy for seconds. Such a line goes without. */
const MAX_LINE_CHARS = 400;
/** So much at once, about; then others have their turn. */
const PIECE_CHARS = 4000;
/** A piece that takes longer is made to: the rest stays without colours. */
const MAX_PIECE_MS = 40;

let loading: Promise<Lowlight> | undefined;

/** Hands out the lines in their colours piece by piece, until it says stop. */
export async function highlight(
  lines: readonly string[],
  language: string,
  onLines: (painted: readonly Token[][]) => boolean,
): Promise<void> {
  if (lines.reduce((sum, { length }) => sum + length + 1, 0) > MAX_CHARS) return;
  loading ??= load();
  const lowlight = await loading;
  if (!lowlight.registered(language)) return;
  for (const piece of toPieces(lines)) {
    const beganAt = performance.now();
    const goesOn = onLines(paint(lowlight, language, piece));
    if (!goesOn || performance.now() - beganAt > MAX_PIECE_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

async function load(): Promise<Lowlight> {
  const { common, createLowlight } = await import('lowlight');
  return createLowlight(common);
}

/** Where possible between two paragraphs: what spans lines seldom spans those. */
function toPieces(lines: readonly string[]): string[][] {
  const pieces: string[][] = [];
  let piece: string[] = [];
  let chars = 0;
  for (const line of lines) {
    const own = Math.min(line.length, MAX_LINE_CHARS) + 1;
    const isFull = chars + own > PIECE_CHARS || (chars > PIECE_CHARS / 2 && line.trim() === '');
    if (piece.length > 0 && isFull) {
      pieces.push(piece);
      [piece, chars] = [[], 0];
    }
    piece.push(line);
    chars += own;
  }
  return piece.length === 0 ? pieces : [...pieces, piece];
}

function paint(lowlight: Lowlight, language: string, lines: readonly string[]): Token[][] {
  const text = lines.map((line) => (line.length > MAX_LINE_CHARS ? '' : line)).join('\n');
  const painted: Token[][] = [[]];
  spread(lowlight.highlight(language, text, { prefix: '' }).children, undefined, painted);
  return lines.map((line, index) => (line.length > MAX_LINE_CHARS ? [{ text: line }] : (painted[index] ?? [])));
}

/** The tree as lines: one that spans several is in each. */
function spread(nodes: Nodes, look: string | undefined, lines: Token[][]): void {
  for (const node of nodes) {
    if (node.type === 'element') spread(node.children as Nodes, lookOf(node.properties.className) ?? look, lines);
    if (node.type === 'text') addText(node.value, look, lines);
  }
}

function addText(text: string, look: string | undefined, lines: Token[][]): void {
  const [first = '', ...rest] = text.split('\n').map((part) => ({ text: part, look }));
  if (first !== '') lines.at(-1)?.push(first);
  for (const part of rest) lines.push([part]);
}

/** The many classes of the highlighter as the few looks of ours. */
const LOOKS: readonly (readonly [string, RegExp])[] = [
  ['code-comment', /^(comment|quote|meta)/],
  ['code-string', /^(string|regexp|addition|link|symbol|char)/],
  ['code-number', /^(number|literal|bullet|variable constant_|template-variable)/],
  ['code-keyword', /^(keyword|selector-tag|tag|name|built_in|doctag|operator)/],
  ['code-title', /^(title|section|type|attr|attribute|property|selector|strong|class)/],
  ['code-gone', /^deletion/],
];

function lookOf(classNames: unknown): string | undefined {
  const name = Array.isArray(classNames) ? classNames.join(' ') : '';
  return LOOKS.find(([, pattern]) => pattern.test(name))?.[0];
}
