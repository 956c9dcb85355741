/** One line of the doctor's report. A `problem` keeps events from being seen; a `warning` may come to that. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'problem';
  readonly says: string;
  /** A measurement or a place, beside what is well. */
  readonly detail?: string;
  /** What to do about it: a command that can be pasted, or a short sentence. */
  readonly hint?: string;
}

export function ok(says: string, detail?: string): Finding {
  return detail === undefined ? { state: 'ok', says } : { state: 'ok', says, detail };
}

export function warning(says: string, hint: string): Finding {
  return { state: 'warning', says, hint };
}

export function problem(says: string, hint: string): Finding {
  return { state: 'problem', says, hint };
}
