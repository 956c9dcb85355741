/** One line of numbers, as a scraper reads it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HEAD = new RegExp(`^# HELP (${NAME}) (\\S.*)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/y;

/**
 * Reads the text format strictly, by its own description and nothing of ours: each family once and in one piece, HELP
 * before TYPE before its samples, no sample of another name, none twice, histograms that add up.
 */
export function parseMetrics(text: string): Family[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const lines = text.slice(0, -1).split('\n');
  const families: (Family & { samples: Sample[] })[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, name = '', help = ''] = HEAD.exec(lines[at] ?? '') ?? fail(lines[at]);
    const [, typed = '', type = ''] = TYPE.exec(lines[at + 1] ?? '') ?? fail(lines[at + 1]);
    if (typed !== name || families.some((one) => one.name === name)) fail(lines[at + 1]);
    at += 2;
    const samples: Sample[] = [];
    for (; at < lines.length && !lines[at]?.startsWith('#'); at += 1) samples.push(parseSample(lines[at]));
    families.push({ name, help, type, samples });
  }
  for (const family of families) checkFamily(family);
  return families;
}

function parseSample(line = ''): Sample {
  const [, name = '', labelled = '', value = ''] = SAMPLE.exec(line) ?? fail(line);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let end = 0; end < labelled.length; end = LABEL.lastIndex) {
    const [, label = '', quoted = ''] = LABEL.exec(labelled) ?? fail(line);
    if (label in labels) fail(line);
    labels[label] = quoted.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
  }
  if (Number.isNaN(Number(value))) fail(line);
  return { name, labels, value: Number(value) };
}

function checkFamily({ name, type, samples }: Family): void {
  const keys = samples.map((sample) => `${sample.name} ${JSON.stringify(sample.labels)}`);
  if (new Set(keys).size < keys.length) fail(`${name} twice`);
  if (type === 'histogram') {
    checkHistogram(name, samples);
    return;
  }
  const isCounter = type === 'counter';
  if (isCounter !== name.endsWith('_total')) fail(name);
  for (const sample of samples) if (sample.name !== name || (isCounter && sample.value < 0)) fail(sample.name);
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const counts = buckets.map(({ value }) => value);
  const total = samples.find((sample) => sample.name === `${name}_count`)?.value;
  if (!samples.some((sample) => sample.name === `${name}_sum`) || samples.length !== buckets.length + 2) fail(name);
  if (buckets.at(-1)?.labels.le !== '+Inf' || counts.at(-1) !== total) fail(`${name} has no end`);
  if (counts.some((count, at) => at > 0 && count < (counts[at - 1] ?? 0))) fail(`${name} goes down`);
}

function fail(line: unknown): never {
  throw new Error(`no metrics: ${String(line)}`);
}
