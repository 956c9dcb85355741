import type { ComponentChildren } from 'preact';
import type { Overview, ToolFigures } from '../../../shared/overview.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';

interface ListProps {
  readonly overview: Overview;
  readonly nameOf: (id: string) => string;
}

const MOST_TOOLS = 10;

/** By tool: how often, how long, and how often in vain. */
export function Tools({ overview: { tools } }: Pick<ListProps, 'overview'>) {
  const most = Math.max(1, ...tools.map(({ calls }) => calls));
  return (
    <Card title="Tools" isEmpty={tools.length === 0} none="No tool was used.">
      <table class="tools">
        <thead>
          <tr>
            <th scope="col">Tool</th>
            <th scope="col">Calls</th>
            <th scope="col" class="number">
              Failed
            </th>
            <th scope="col" class="number">
              In all
            </th>
            <th scope="col" class="number only-wide">
              Median
            </th>
            <th scope="col" class="number only-wide">
              95 % within
            </th>
          </tr>
        </thead>
        <tbody>
          {tools.slice(0, MOST_TOOLS).map((tool) => (
            <ToolRow key={tool.tool} tool={tool} most={most} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function ToolRow({
  tool: { tool, calls, failed, totalMs, medianMs, p95Ms },
  most,
}: {
  tool: ToolFigures;
  most: number;
}) {
  return (
    <tr>
      <th scope="row">
        <bdi>{toVisibleText(tool)}</bdi>
      </th>
      <td class="bar-cell">
        <meter min={0} max={most} value={calls} aria-hidden="true" />
        <span>{calls.toLocaleString()}</span>
      </td>
      <td class={failed > 0 ? 'number is-bad' : 'number'}>
        {failed === 0 ? '–' : `${failed} (${percent(failed / calls)})`}
      </td>
      <td class="number">{printDuration(totalMs)}</td>
      <td class="number only-wide">{printLength(medianMs)}</td>
      <td class="number only-wide">{printLength(p95Ms)}</td>
    </tr>
  );
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
