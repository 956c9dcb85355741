import type { ComponentChildren } from 'preact';
import type { Overview } from '../../../shared/overview.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';

interface ListProps {
  readonly overview: Overview;
  readonly nameOf: (id: string) => string;
}

export function SlowCalls({ overview: { slowest }, nameOf }: ListProps) {
  return (
    <Card title="Slowest calls" isEmpty={slowest.length === 0} none="No call has ended.">
      <ol class="listed">
        {slowest.map(
          ({ session_id: id, tool_use_id, tool, summary, outcome, durationMs, startedAt, endedAt, seqs }) => (
            <li key={`${id} ${tool_use_id}`}>
              <a href={`${sessionPath(id)}?event=${seqs[0]}`}>
                <span class="listed-lead">{printDuration(durationMs)}</span>
                <span class="listed-what">
                  {toVisibleText(tool)} <bdi class="mono">{toVisibleText(summary)}</bdi>
                  {outcome !== 'ok' && <span class="is-bad"> {outcome}</span>}
                </span>
                <span class="listed-when">
                  <Time at={startedAt ?? endedAt} withDay />
                </span>
                <span class="listed-more">
                  <bdi>{nameOf(id)}</bdi>
                </span>
              </a>
            </li>
          ),
        )}
      </ol>
    </Card>
  );
}

interface CardProps {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly none: string;
  readonly children: ComponentChildren;
}

export function Card({ title, isEmpty, none, children }: CardProps) {
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      {isEmpty ? <p class="quiet">{none}</p> : children}
    </section>
  );
}

export function printLength(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 10 ? `${Math.round(ms * 10) / 10} ms` : printDuration(ms);
}

export function percent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`;
}
