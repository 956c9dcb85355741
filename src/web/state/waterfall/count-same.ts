/** So many are the same from the first on. */
export function countSame<Item>(before: readonly Item[], after: readonly Item[]): number {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return same;
}
