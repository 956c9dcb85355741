import type { Buckets } from './events/hook-latency.ts';

/** A number, or one for each value of a label. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly value: number | { readonly label: string; readonly values: Readonly<Record<string, number>> };
}

export interface Histogram {
  readonly name: string;
  readonly help: string;
  readonly buckets: Buckets;
}

/** More values of a label are told as one: no stranger makes our answer grow. */
const MOST_VALUES = 50;
const OTHERS = 'others';

/** https://prometheus.io/docs/instrumenting/exposition_formats, the text format 0.0.4. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function printMetrics(metrics: readonly Metric[], histograms: readonly Histogram[]): string {
  return [...metrics.flatMap(printMetric), ...histograms.flatMap(printHistogram), ''].join('\n');
}

function printMetric({ name, type, help, value }: Metric): string[] {
  const head = printHead(name, type, help);
  if (typeof value === 'number') return [...head, `${name} ${value}`];
  return [
    ...head,
    ...bounded(value.values).map(([each, count]) => `${name}{${value.label}="${escapeValue(each)}"} ${count}`),
  ];
}

function printHistogram({ name, help, buckets }: Histogram): string[] {
  let count = 0;
  const lines = buckets.bounds.map((bound, index) => {
    count += buckets.counts[index] ?? 0;
    return `${name}_bucket{le="${bound}"} ${count}`;
  });
  const all = `${name}_bucket{le="+Inf"} ${buckets.count}`;
  return [
    ...printHead(name, 'histogram', help),
    ...lines,
    all,
    `${name}_sum ${buckets.sum}`,
    `${name}_count ${buckets.count}`,
  ];
}

function printHead(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function bounded(values: Readonly<Record<string, number>>): [string, number][] {
  const entries = Object.entries(values);
  if (entries.length <= MOST_VALUES) return entries;
  const rest = entries.slice(MOST_VALUES - 1).reduce((sum, [, count]) => sum + count, 0);
  return [...entries.slice(0, MOST_VALUES - 1), [OTHERS, rest]];
}

function escapeValue(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
