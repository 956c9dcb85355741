import type { Overview } from '../../../shared/overview.ts';
import { printCount } from '../../../shared/print-count.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { percent, printLength } from './lists.tsx';

/** The few numbers that say whether to look any further. */
export function Figures({ overview: { totals, waits, hook, losses } }: { readonly overview: Overview }) {
  const { permission, question } = waits;
  const lost = losses.dropped + losses.rejected;
  return (
    <dl class="figures">
      <Figure name="Sessions" value={totals.sessions.toLocaleString()} aside={printCount(totals.prompts, 'prompt')} />
      <Figure name="Calls" value={totals.calls.toLocaleString()} aside={printCount(totals.events, 'event')} />
      <Figure
        name="Failed"
        value={totals.calls === 0 ? '–' : percent(totals.failed / totals.calls)}
        aside={printCount(totals.failed, 'call')}
        isBad={totals.failed > 0}
      />
      <Figure
        name="Waited for you"
        value={printDuration(permission.totalMs + question.totalMs)}
        aside={printCount(permission.count + question.count, 'time')}
        isWaiting={permission.count + question.count > 0}
      />
      <Figure
        name="Hooks held up"
        value={printLength(hook.p95Ms)}
        aside={hook.count === 0 ? 'no hook was timed' : `95 % within, half ${printLength(hook.p50Ms)}`}
      />
      <Figure
        name="Lost"
        value={lost === 0 ? 'Nothing' : lost.toLocaleString()}
        aside={`spool ${losses.spool.now.toLocaleString()}, most ${losses.spool.most.toLocaleString()}`}
        isBad={lost > 0}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly aside: string;
  readonly isBad?: boolean;
  readonly isWaiting?: boolean;
}

function Figure({ name, value, aside, isBad = false, isWaiting = false }: FigureProps) {
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd class={isBad ? 'is-bad' : isWaiting ? 'is-waiting' : undefined}>{value}</dd>
      <dd class="figure-aside">{aside}</dd>
    </div>
  );
}
