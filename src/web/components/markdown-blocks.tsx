import type { ComponentChildren } from 'preact';
import { languageOfFence } from '../text/language-of.ts';
import type { Token, Tokens } from '../text/parse-markdown.ts';
import { CodeText } from './code-text.tsx';
import { MarkdownInline } from './markdown-inline.tsx';
import { TextBlock } from './text-block.tsx';
import { toVisibleText } from './visible-text.ts';

interface BlocksProps {
  readonly tokens: readonly Token[];
  readonly depth: number;
}

/** What lies deeper is shown as it was written: there would be no room for it. */
const MAX_DEPTH = 8;
/** More cells are shown as they were written. */
const MAX_CELLS = 600;

/** Headings, lists, code, tables: the parts of a text one below the other. */
export function MarkdownBlocks({ tokens, depth }: BlocksProps) {
  return (
    <>
      {tokens.map((token, index) => (
        <Block key={index} token={token} depth={depth} />
      ))}
    </>
  );
}

type Draw = (token: never, depth: number) => ComponentChildren;

const DRAWN: ReadonlyMap<string, Draw> = new Map<string, Draw>([
  ['space', () => null],
  ['hr', () => <hr />],
  ['heading', drawHeading],
  ['paragraph', drawParagraph],
  ['text', drawParagraph],
  ['code', drawCode],
  ['blockquote', drawQuote],
  ['list', drawList],
  ['table', drawTable],
]);

function Block({ token, depth }: { readonly token: Token; readonly depth: number }) {
  const draw = depth > MAX_DEPTH ? undefined : DRAWN.get(token.type);
  if (draw === undefined) return <TextBlock text={token.raw} mono={false} label="As it was written" />;
  return <>{draw(token as never, depth)}</>;
}

/** Below the headings of the page itself. */
function drawHeading({ depth, tokens }: Tokens.Heading): ComponentChildren {
  const Name = `h${Math.min(depth + 3, 6)}` as 'h4';
  return (
    <Name dir="auto" class={`md-heading md-heading-${Math.min(depth, 4)}`}>
      <MarkdownInline tokens={tokens} depth={0} />
    </Name>
  );
}

function drawParagraph({ tokens, text }: Tokens.Paragraph | Tokens.Text): ComponentChildren {
  return <p dir="auto">{tokens === undefined ? toVisibleText(text) : <MarkdownInline tokens={tokens} depth={0} />}</p>;
}

function drawCode({ text, lang }: Tokens.Code): ComponentChildren {
  return <CodeText text={text} language={lang === undefined ? undefined : languageOfFence(lang)} label="Code" />;
}

function drawQuote({ tokens }: Tokens.Blockquote, depth: number): ComponentChildren {
  return (
    <blockquote>
      <MarkdownBlocks tokens={tokens} depth={depth + 1} />
    </blockquote>
  );
}

function drawList({ ordered, start, items }: Tokens.List, depth: number): ComponentChildren {
  const lines = items.map((item, index) => (
    <li key={index} dir="auto" class={item.task ? 'md-task' : undefined}>
      {item.task && <span class="md-check">{item.checked ? '☑ ' : '☐ '}</span>}
      <MarkdownBlocks tokens={item.tokens.filter(({ type }) => type !== 'checkbox')} depth={depth + 1} />
    </li>
  ));
  return ordered ? <ol start={Number(start) || 1}>{lines}</ol> : <ul>{lines}</ul>;
}

function drawTable({ header, rows, raw }: Tokens.Table): ComponentChildren {
  if (header.length * (rows.length + 1) > MAX_CELLS) return <TextBlock text={raw} label="Table" />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be within reach of the keys
    <section class="md-table" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>{toCells(header)}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{toCells(row)}</tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function toCells(cells: readonly Tokens.TableCell[]): ComponentChildren {
  return cells.map(({ header, tokens }, index) => {
    const content = <MarkdownInline tokens={tokens} depth={0} />;
    return header ? (
      <th key={index} dir="auto">
        {content}
      </th>
    ) : (
      <td key={index} dir="auto">
        {content}
      </td>
    );
  });
}
