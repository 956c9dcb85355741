import { useState } from 'preact/hooks';
import { Time } from '../../components/time.tsx';
import type { Series } from '../../state/series.ts';

interface ChartTableProps {
  readonly title: string;
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly unit: string;
}

/** The same as numbers, for who does not see the picture or wants to know exactly. Times of which there is nothing are left out. */
export function ChartTable({ title, times, series, unit }: ChartTableProps) {
  const [isOpen, setOpen] = useState(false);
  const rows = times.flatMap((at, bucket) => (series.some(({ values }) => values[bucket]) ? [{ at, bucket }] : []));
  return (
    <details class="chart-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        As a table<span class="unseen">: {title}</span>
      </summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
        <section class="table-scroller" aria-label={`${title}, as a table`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                {series.map(({ name, colour }) => (
                  <th key={name + colour} scope="col" class="number">
                    <bdi>{name}</bdi>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ at, bucket }) => (
                <tr key={at}>
                  <th scope="row">
                    <Time at={new Date(at * 1000).toISOString()} withDay />
                  </th>
                  {series.map(({ name, colour, values }) => (
                    <td key={name + colour} class="number">
                      {printCell(values[bucket], unit)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p class="quiet">Nothing in this time.</p>}
        </section>
      )}
    </details>
  );
}

function printCell(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined ? '–' : `${Math.round(value * 10) / 10}${unit}`;
}
