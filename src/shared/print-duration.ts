/** How long something took, as briefly as it can be said: `44 ms`, `8.1 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function printDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return inTwo(seconds, [60, 'min'], [1, 's']);
  if (seconds < 86_400) return inTwo(seconds, [3600, 'h'], [60, 'min']);
  return inTwo(seconds, [86_400, 'd'], [3600, 'h']);
}

type Unit = readonly [seconds: number, name: string];

function inTwo(seconds: number, [bigSeconds, bigName]: Unit, [smallSeconds, smallName]: Unit): string {
  const big = Math.floor(seconds / bigSeconds);
  const small = Math.floor((seconds % bigSeconds) / smallSeconds);
  return small === 0 ? `${big} ${bigName}` : `${big} ${bigName} ${small} ${smallName}`;
}
