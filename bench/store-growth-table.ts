import type { Series } from './plot.ts';
import type { QueryCost } from './store-queries.ts';
import type { LoadCost } from './store-world.ts';

/** One size: the cost of the last events before it, and of the questions then. */
export interface Stage {
  readonly events: number;
  readonly batches: LoadCost;
  readonly singles: LoadCost;
  /** µs an event of the index's own thread. */
  readonly indexUs: number;
  readonly startMs: number;
  readonly rssBytes: number;
  readonly queries: readonly QueryCost[];
}

/** A row of figures, one for each size. */
interface Row {
  readonly name: string;
  readonly figures: readonly number[];
}

export function printGrowth(stages: readonly Stage[]): string {
  const head = `| | ${stages.map(({ events }) => events.toLocaleString('en')).join(' | ')} |`;
  const rule = `| --- |${stages.map(() => ' --- |').join('')}`;
  const print = (figure: number) => figure.toFixed(1);
  const rows = rowsOf(stages).map(({ name, figures }) => `| ${name} | ${figures.map(print).join(' | ')} |`);
  return `${[head, rule, ...rows].join('\n')}\n`;
}

/** The same as lines: what goes in, and what is asked. */
export function toSeries(stages: readonly Stage[]): { readonly ingest: Series[]; readonly queries: Series[] } {
  const toLine = ({ name, figures }: Row): Series => {
    const points = figures.map((figure, index) => [stages[index]?.events ?? 1, figure] as const);
    return { name: name.replace(/, (?:µs|ms)$/, ''), points };
  };
  return { ingest: ingestRows(stages).map(toLine), queries: queryRows(stages).map(toLine) };
}

function rowsOf(stages: readonly Stage[]): Row[] {
  return [
    ...ingestRows(stages),
    { name: '× the plain inserts', figures: stages.map(({ batches }) => batches.cpuUs / batches.plainUs) },
    ...queryRows(stages),
    { name: 'start of the daemon, ms', figures: stages.map(({ startMs }) => startMs) },
  ];
}

function ingestRows(stages: readonly Stage[]): Row[] {
  return [
    { name: 'in batches, µs', figures: stages.map(({ batches }) => batches.cpuUs) },
    { name: 'plain inserts, µs', figures: stages.map(({ batches }) => batches.plainUs) },
    { name: 'single posts, µs', figures: stages.map(({ singles }) => singles.cpuUs) },
    { name: 'full-text index, µs', figures: stages.map(({ indexUs }) => indexUs) },
  ];
}

function queryRows(stages: readonly Stage[]): Row[] {
  const names = stages[0]?.queries.map(({ name }) => name) ?? [];
  return names.map((name) => {
    const costs = stages.map(({ queries }) => queries.find((query) => query.name === name));
    return { name: `${name}, ms`, figures: costs.map((cost) => cost?.medianMs ?? 0) };
  });
}
