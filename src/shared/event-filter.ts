/** What a subscriber or a command wants to see; what is not named is not filtered. */
export interface EventFilter {
  readonly sessionId?: string;
  /** Types with `*` for any run of characters; one that matches is enough. */
  readonly types?: readonly string[];
}

interface Filtered {
  readonly type: string;
  readonly session_id?: string | undefined;
}

/** Compiles the filter once, for a question asked of every event. */
export function createMatcher(filter: EventFilter): (event: Filtered) => boolean {
  const { sessionId, types } = filter;
  const patterns = types?.map(toPattern);
  return (event) => {
    if (sessionId !== undefined && event.session_id !== sessionId) return false;
    return patterns === undefined || patterns.some((pattern) => pattern.test(event.type));
  };
}

/** Subscribers with the same key get the same bytes. */
export function filterKey(filter: EventFilter): string {
  return JSON.stringify([filter.sessionId ?? null, filter.types === undefined ? null : [...filter.types].sort()]);
}

function toPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  return new RegExp(`^${escaped}$`);
}
