/** The release of this program; kept equal to package.json by a test. */
export const VERSION = '0.1.0';

/** Changes only when an older peer would misread what we say. */
export const PROTOCOL = 1;

/** Whether release `a` came after release `b`; a pre-release counts as its release. */
export function isNewer(a: string, b: string): boolean {
  const left = toNumbers(a);
  const right = toNumbers(b);
  for (let part = 0; part < 3; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function toNumbers(version: string): number[] {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  return found === null ? [0, 0, 0] : [Number(found[1]), Number(found[2]), Number(found[3])];
}
