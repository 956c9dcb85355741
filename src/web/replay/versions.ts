/** What things have become in the course of time, by their names. */
export interface Versions<Value> {
  /** Later ones last. */
  set(key: string, atMs: number, value: Value): void;
  /** What each was then, in the order in which they were first heard of. */
  at(ms: number): Value[];
}

interface Version<Value> {
  readonly atMs: number;
  readonly value: Value;
}

export function createVersions<Value>(): Versions<Value> {
  const byKey = new Map<string, Version<Value>[]>();

  return {
    set(key, atMs, value) {
      const versions = byKey.get(key);
      if (versions === undefined) byKey.set(key, [{ atMs, value }]);
      else versions.push({ atMs, value });
    },
    at(ms) {
      const found: Value[] = [];
      for (const versions of byKey.values()) {
        const last = versions.findLast(({ atMs }) => atMs <= ms);
        if (last !== undefined) found.push(last.value);
      }
      return found;
    },
  };
}
