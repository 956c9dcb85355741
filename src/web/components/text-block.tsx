import { useState } from 'preact/hooks';
import { toVisibleText } from './visible-text.ts';

/** Shown at first, and with each wish for more: what a browser lays out without a pause. */
const FIRST_CHARS = 2000;
const MORE_CHARS = 20_000;

/** Text of unknown origin, as text: whole lines, isolated from what stands around it, long ones in pieces. */
export function TextBlock({ text, mono = true }: { readonly text: string; readonly mono?: boolean }) {
  const [chars, setChars] = useState(FIRST_CHARS);
  const rest = text.length - chars;
  return (
    <div class={mono ? 'text-block mono' : 'text-block'}>
      <bdi class="text-block-body">{toVisibleText(text.slice(0, chars))}</bdi>
      {rest > 0 && (
        <button type="button" class="more" onClick={() => setChars(chars + MORE_CHARS)}>
          Show more ({rest.toLocaleString()} characters)
        </button>
      )}
    </div>
  );
}
