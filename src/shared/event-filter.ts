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
    return patterns === undefined || patterns.some((pattern) => pattern(event.type));
  };
}

/** Subscribers with the same key get the same bytes. */
export function filterKey(filter: EventFilter): string {
  return JSON.stringify([filter.sessionId ?? null, filter.types === undefined ? null : [...filter.types].sort()]);
}

/** In time that grows with the text alone: a client's pattern is asked of every event, so none may be slow. */
function toPattern(glob: string): (text: string) => boolean {
  const [start = '', ...rest] = glob.split('*');
  const end = rest.pop();
  if (end === undefined) return (text) => text === glob;
  return (text) => {
    let at = start.length;
    if (!text.startsWith(start)) return false;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.endsWith(end) && text.length - end.length >= at;
  };
}
