import { printDuration } from '../../../shared/print-duration.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import type { Moment } from '../../state/moment.ts';
import type { KnownAgent } from '../../state/story.ts';

const MAX_CHARS = 400;
/** Deeper ones stand at this depth: there has to be room for what they say. */
const MAX_DEPTH = 5;
/** As `mpm-hook tail` has it: enough to tell those of one kind apart. */
const AGENT_ID_CHARS = 4;
const MAX_AGENT_CHARS = 40;

interface MomentRowProps {
  readonly moment: Moment;
  /** Undefined for the main thread. */
  readonly agent: (KnownAgent & { readonly id: string }) | undefined;
  readonly saysAgent: boolean;
  readonly isSelected: boolean;
  /** Where its detail is. */
  readonly href: string;
}

/** One line of the story: when, who, what, how it ended and how long it took. */
export function MomentRow({ moment, agent, saysAgent, isSelected, href }: MomentRowProps) {
  const { kind, at, name, text, outcome, durationMs, error, waitedMs } = moment;
  const isOdd = outcome !== undefined && outcome !== 'ok';
  const depth = agent?.depth ?? 0;
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
        {agent && saysAgent && <AgentTag id={agent.id} type={agent.type === text ? '' : agent.type} />}
        <bdi class="moment-what">{toVisibleText(text.slice(0, MAX_CHARS))}</bdi>
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

function AgentTag({ id, type }: { readonly id: string; readonly type: string }) {
  const name = `${type.slice(0, MAX_AGENT_CHARS)} ${id.slice(0, AGENT_ID_CHARS)}`.trim();
  return <bdi class="moment-agent">{toVisibleText(name)}</bdi>;
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
