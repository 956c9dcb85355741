import { useEffect, useReducer } from 'preact/hooks';
import { theme } from '../../state/theme.ts';

const NAMES = ['surface', 'line', 'line-strong', 'text-3', 'accent', 'good', 'attention', 'bad'] as const;
export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

const DARK = '(prefers-color-scheme: dark)';
const known = new Map<string, Colours>();

/** Changes with the theme, whoever changes it. */
export function useThemeName(): string {
  const [, repaint] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const query = matchMedia(DARK);
    const onChange = (): void => repaint(undefined);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);
  return `${theme.value} ${matchMedia(DARK).matches}`;
}

/** The tokens as a canvas can take them; the element lends its style to read them. */
export function coloursOf(themeName: string, element: HTMLElement): Colours {
  const resolve = (name: string): string => {
    element.style.color = `var(--${name})`;
    return getComputedStyle(element).color;
  };
  const colours = known.get(themeName) ?? (Object.fromEntries(NAMES.map((name) => [name, resolve(name)])) as Colours);
  known.set(themeName, colours);
  return colours;
}
