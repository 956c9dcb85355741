import Anser from 'anser';
import type { Token } from './token.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: what begins and ends a link in a terminal
const LINK = /\u001b\]8;[^;\u0007\u001b]*;([^\u0007\u001b]*)(?:\u0007|\u001b\\)/g;
const ESCAPE = '\u001b';

/** Lines as a terminal would colour them. Of all else that they ask of a terminal nothing is done: no link, nothing hidden, nothing moved. */
export function paintTerminal(lines: readonly string[]): Token[][] {
  const terminal = new Anser();
  return lines.map((line) => {
    if (!line.includes(ESCAPE)) return [{ text: line, look: undefined }];
    const pieces = terminal.ansiToJson(showLinks(line), { json: true, remove_empty: true });
    return pieces.map(({ content, fg, bg, decorations }) => ({
      text: content,
      look: [
        lookOf(fg),
        (bg || decorations.includes('reverse')) && 'term-back',
        decorations.includes('bold') && 'term-bold',
      ]
        .filter(Boolean)
        .join(' '),
    }));
  });
}

/** A link of a terminal shows one thing and leads to another; here it says where. */
function showLinks(line: string): string {
  let target = '';
  return line.replace(LINK, (_, next: string) => {
    const shown = target === '' ? '' : ` ⟨${target}⟩`;
    target = next;
    return shown;
  });
}

const HUES = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'];

/** Whatever colour was asked for: the one of ours that is nearest, so that it can be read on our ground. */
function lookOf(color: string | null): string | undefined {
  const [red = 0, green = 0, blue = 0] = (color ?? '').split(',').map(Number);
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (color === null || Number.isNaN(spread)) return undefined;
  if (spread < 40) return most < 160 ? 'term-dim' : undefined;
  return `term-${HUES[Math.round(hueOf(red, green, blue, most, spread)) % HUES.length]}`;
}

/** From 0 to 6: red, yellow, green, cyan, blue, magenta, and red again. */
function hueOf(red: number, green: number, blue: number, most: number, spread: number): number {
  if (most === red) return ((green - blue) / spread + 6) % 6;
  return most === green ? (blue - red) / spread + 2 : (red - green) / spread + 4;
}
