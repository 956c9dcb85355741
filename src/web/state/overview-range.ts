/** The lengths that can be picked, and how often each is read anew while it goes on. */
export const RANGES = [
  { name: '1h', title: '1 hour', refreshMs: 5000 },
  { name: '6h', title: '6 hours', refreshMs: 15_000 },
  { name: '24h', title: '24 hours', refreshMs: 30_000 },
  { name: '7d', title: '7 days', refreshMs: 120_000 },
] as const;

type RangeName = (typeof RANGES)[number]['name'] | 'custom';

/** What the address asks the overview for. */
export interface OverviewWish {
  readonly range: RangeName;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly project: string | undefined;
  /** Undefined for a time that is over. */
  readonly refreshMs: number | undefined;
}

const CUSTOM_REFRESH_MS = 60_000;

export function toWish(query: URLSearchParams): OverviewWish {
  const project = query.get('project') ?? undefined;
  const since = momentOf(query.get('since'));
  const until = momentOf(query.get('until'));
  if (since !== undefined) {
    return { range: 'custom', since, until, project, refreshMs: until === undefined ? CUSTOM_REFRESH_MS : undefined };
  }
  const { name, refreshMs } = RANGES.find((range) => range.name === query.get('range')) ?? RANGES[0];
  return { range: name, since: name, until: undefined, project, refreshMs };
}

function momentOf(text: string | null): string | undefined {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** As a field for a local time takes it. */
export function toLocalField(iso: string | undefined): string {
  if (iso === undefined) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
