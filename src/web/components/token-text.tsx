import { markTokens, type Token } from '../text/token.ts';
import { useSought } from './sought.ts';
import { toVisibleText } from './visible-text.ts';

const FOUND = 'is-found';

/** One line in its colours, as text; what is looked for is marked in it. */
export function TokenText({ tokens }: { readonly tokens: readonly Token[] }) {
  const sought = useSought();
  const marks = sought?.marksIn(tokens.map(({ text }) => text).join('')) ?? [];
  return <>{markTokens(tokens, marks, FOUND).map(draw)}</>;
}

function draw({ text, look }: Token, index: number) {
  if (look === undefined || look === '') return toVisibleText(text);
  const Element = look.endsWith(FOUND) ? 'mark' : 'span';
  return (
    <Element key={index} class={look}>
      {toVisibleText(text)}
    </Element>
  );
}
