import { toVisibleText } from '../../components/visible-text.ts';
import { describeRow } from '../../state/waterfall/describe-row.ts';
import type { Row } from '../../state/waterfall/row.ts';
import type { PlaceOf } from './viewport.ts';
import { WaterfallBar } from './waterfall-bar.tsx';

const MAX_CHARS = 120;
/** Deeper ones stand at this depth. */
const MAX_DEPTH = 5;

interface WaterfallRowProps {
  readonly row: Row;
  readonly at: PlaceOf;
  readonly href: string;
  readonly isSelected: boolean;
}

/** One call, prompt or mark: what it is at the left, when it was at the right. */
export function WaterfallRow({ row, at, href, isSelected }: WaterfallRowProps) {
  const { kind, name, text, outcome } = row.moment;
  return (
    <a
      class={`waterfall-row row-${kind} outcome-${outcome ?? 'none'}`}
      href={href}
      draggable={false}
      aria-current={isSelected ? 'true' : undefined}
    >
      <span class="unseen">{describeRow(row)}</span>
      <span aria-hidden="true" class={`waterfall-label indent-${Math.min(row.depth, MAX_DEPTH)}`}>
        {kind !== 'prompt' && <span class="waterfall-name">{toVisibleText(name.slice(0, MAX_CHARS))}</span>}
        <bdi class="waterfall-text">{toVisibleText(text.slice(0, MAX_CHARS))}</bdi>
      </span>
      <span class="waterfall-track" aria-hidden="true">
        <WaterfallBar row={row} at={at} />
      </span>
    </a>
  );
}
