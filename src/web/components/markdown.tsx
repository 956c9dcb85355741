import { useMemo, useState } from 'preact/hooks';
import { cutMarkdown, parseMarkdown } from '../text/parse-markdown.ts';
import { MarkdownBlocks } from './markdown-blocks.tsx';
import { useSought } from './sought.ts';
import { TextBlock } from './text-block.tsx';

/** So many pieces are shown at first at most, to come to one with what is looked for. */
const MAX_FIRST = 4;

/** What a person or a model wrote, as it is meant to be read. Markup in it stays text, pictures stay away, links say where they lead. */
export function Markdown({ text, label = 'Message' }: { readonly text: string; readonly label?: string }) {
  const pieces = useMemo(() => cutMarkdown(text), [text]);
  const sought = useSought();
  const [shown, setShown] = useState(
    () =>
      1 +
      Math.max(
        0,
        pieces.slice(0, MAX_FIRST).findIndex((piece) => sought?.has(piece)),
      ),
  );
  const rest = pieces.slice(shown).reduce((sum, piece) => sum + piece.length, 0);
  return (
    <div class="markdown">
      {pieces.slice(0, shown).map((piece, index) => (
        <Piece key={index} text={piece} label={label} />
      ))}
      {rest > 0 && (
        <button type="button" class="more" onClick={() => setShown(shown + 1)}>
          Show more ({rest.toLocaleString()} characters)
        </button>
      )}
    </div>
  );
}

function Piece({ text, label }: { readonly text: string; readonly label: string }) {
  const tokens = useMemo(() => parseMarkdown(text), [text]);
  if (tokens === undefined) return <TextBlock text={text} mono={false} label={label} />;
  return <MarkdownBlocks tokens={tokens} depth={0} />;
}
