/** Made once: that takes longer than all its uses. */
const counts = new Intl.NumberFormat('en');

/** `1 event`, `1,204 events`. */
export function printCount(count: number, noun: string): string {
  return `${counts.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
