import { printDuration } from '../../../shared/print-duration.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import type { Moment } from '../../state/moment.ts';

const MAX_CHARS = 400;
/** Deeper ones stand at this depth: there has to be room for what they say. */
const MAX_DEPTH = 5;

interface MomentRowProps {
  readonly moment: Moment;
  readonly depth: number;
  readonly isSelected: boolean;
  /** Where its detail is. */
  readonly href: string;
}

/** One line of the story: when, who, what, how it ended and how long it took. */
export function MomentRow({ moment, depth, isSelected, href }: MomentRowProps) {
  const { kind, at, name, text, outcome, durationMs, error, waitedMs } = moment;
  const isOdd = outcome !== undefined && outcome !== 'ok';
  return (
    <a
      class={`moment moment-${kind} depth-${Math.min(depth, MAX_DEPTH)} outcome-${outcome ?? 'none'}`}
      href={href}
      aria-current={isSelected ? 'true' : undefined}
    >
      <span class="moment-at">
        <Time at={at} />
      </span>
      <span class="moment-name">{toVisibleText(name)}</span>
      <span class="moment-text">
        <bdi>{toVisibleText(text.slice(0, MAX_CHARS))}</bdi>
        {isOdd && <span class="moment-outcome">{outcome}</span>}
        {error !== undefined && <bdi class="moment-error">{firstLine(error)}</bdi>}
      </span>
      <span class="moment-took">
        {waitedMs !== undefined && <span class="moment-waited">{printDuration(waitedMs)}</span>}
        {durationMs !== undefined && printDuration(durationMs)}
      </span>
    </a>
  );
}

/** `Exit code 3` says little without the line after it. */
function firstLine(error: string): string {
  const [first = '', second] = error
    .slice(0, MAX_CHARS)
    .split('\n')
    .filter((one) => one.trim() !== '');
  const line = second !== undefined && first.startsWith('Exit code') ? `${first}: ${second}` : first;
  return toVisibleText(line.slice(0, MAX_CHARS));
}
