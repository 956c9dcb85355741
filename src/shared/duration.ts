const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A length of time as people write it, in ms: `90s`, `10m`, `2h`, `1d`. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const length = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim());
  return length === null ? undefined : Number(length[1]) * (UNITS_MS[length[2] ?? ''] ?? 0);
}

/** A moment as people write it, in ms since the epoch: an ISO time, or how long ago (`10m`, `2h`). Undefined for neither. */
export function parseMoment(text: string, nowMs: number): number | undefined {
  const agoMs = parseDuration(text);
  if (agoMs !== undefined) return nowMs - agoMs;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
