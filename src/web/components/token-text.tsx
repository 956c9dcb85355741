import type { Token } from '../text/token.ts';
import { toVisibleText } from './visible-text.ts';

/** One line in its colours, as text. */
export function TokenText({ tokens }: { readonly tokens: readonly Token[] }) {
  return (
    <>
      {tokens.map(({ text, look }, index) =>
        look === undefined || look === '' ? (
          toVisibleText(text)
        ) : (
          <span key={index} class={look}>
            {toVisibleText(text)}
          </span>
        ),
      )}
    </>
  );
}
