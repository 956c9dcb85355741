import type { ComponentChildren } from 'preact';
import { type Token, type Tokens, toSafeTarget } from '../text/parse-markdown.ts';
import { TokenText } from './token-text.tsx';
import { toVisibleText } from './visible-text.ts';

interface InlineProps {
  readonly tokens: readonly Token[];
  readonly depth: number;
}

/** Emphasis within emphasis, and so on; what lies deeper is shown as it was written. */
const MAX_DEPTH = 12;

/** What stands within a line. */
export function MarkdownInline({ tokens, depth }: InlineProps) {
  return (
    <>
      {tokens.map((token, index) => (
        <Part key={index} token={token} depth={depth} />
      ))}
    </>
  );
}

function drawText(text: string): ComponentChildren {
  return <TokenText tokens={[{ text }]} />;
}

type Draw = (token: never, within: ComponentChildren) => ComponentChildren;

const DRAWN: ReadonlyMap<string, Draw> = new Map<string, Draw>([
  ['br', () => <br />],
  ['strong', (_: Tokens.Strong, within) => <strong>{within}</strong>],
  ['em', (_: Tokens.Em, within) => <em>{within}</em>],
  ['del', (_: Tokens.Del, within) => <del>{within}</del>],
  ['codespan', ({ text }: Tokens.Codespan) => <code>{drawText(text)}</code>],
  ['text', ({ text }: Tokens.Text, within) => within ?? drawText(text)],
  ['escape', ({ text }: Tokens.Escape) => drawText(text)],
  ['link', drawLink],
  ['image', drawImage],
]);

function Part({ token, depth }: { readonly token: Token; readonly depth: number }) {
  const draw = depth > MAX_DEPTH ? undefined : DRAWN.get(token.type);
  if (draw === undefined) return <>{toVisibleText(token.raw)}</>;
  const inner = 'tokens' in token ? token.tokens : undefined;
  const within = inner === undefined ? undefined : <MarkdownInline tokens={inner} depth={depth + 1} />;
  return <>{draw(token as never, within)}</>;
}

/** Leads away only where a page may lead to; and says where, unless its text does. */
function drawLink({ href, text }: Tokens.Link, within: ComponentChildren): ComponentChildren {
  const target = toSafeTarget(href);
  const shown = isSame(text, target ?? href) ? undefined : <Target href={target ?? href} />;
  if (target === undefined) {
    return (
      <>
        {within}
        {shown}
      </>
    );
  }
  return (
    <>
      <a href={target} target="_blank" rel="noopener noreferrer">
        {within}
      </a>
      {shown}
    </>
  );
}

/** Never loaded: that alone would tell somebody that this was looked at. */
function drawImage({ href, text }: Tokens.Image): ComponentChildren {
  return (
    <>
      {`Picture: ${toVisibleText(text)}`}
      <Target href={href} />
    </>
  );
}

function Target({ href }: { readonly href: string }) {
  return <span class="link-target"> ({toVisibleText(href)})</span>;
}

function isSame(text: string, target: string): boolean {
  const bare = (one: string) => one.replace(/^(https?:\/\/|mailto:)/, '').replace(/\/$/, '');
  return bare(text) === bare(target);
}
