import { useState } from 'preact/hooks';
import type { Overview, ToolFigures } from '../../../shared/overview.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { toVisibleText } from '../../components/visible-text.ts';
import { orderTools, TOOL_ORDERS, type ToolOrder } from '../../state/order-tools.ts';
import { Card, percent, printLength } from './lists.tsx';

const MOST_TOOLS = 10;

const HEADS: Readonly<Record<ToolOrder, string>> = { calls: 'Calls', failed: 'Failed', totalMs: 'In all' };

/** By tool: how often, how long, and how often in vain. */
export function Tools({ overview: { tools } }: { readonly overview: Overview }) {
  const [order, setOrder] = useState<ToolOrder>('calls');
  const [isWhole, setWhole] = useState(false);
  const most = Math.max(1, ...tools.map(({ calls }) => calls));
  const ordered = orderTools(tools, order);
  const shown = isWhole ? ordered : ordered.slice(0, MOST_TOOLS);
  return (
    <Card title="Tools" isEmpty={tools.length === 0} none="No tool was used.">
      <table class="tools">
        <thead>
          <tr>
            <th scope="col">Tool</th>
            {TOOL_ORDERS.map((name) => (
              <th
                key={name}
                scope="col"
                class={name === 'calls' ? '' : 'number'}
                aria-sort={name === order ? 'descending' : 'none'}
              >
                <button type="button" class="sort" title="The most first" onClick={() => setOrder(name)}>
                  {HEADS[name]}
                </button>
              </th>
            ))}
            <th scope="col" class="number only-wide">
              Median
            </th>
            <th scope="col" class="number only-wide">
              95 % within
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((tool) => (
            <ToolRow key={tool.tool} tool={tool} most={most} />
          ))}
        </tbody>
      </table>
      {tools.length > MOST_TOOLS && (
        <button type="button" class="more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${tools.length.toLocaleString()}`}
        </button>
      )}
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
