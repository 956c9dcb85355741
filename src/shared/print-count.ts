const NUMBER = new Intl.NumberFormat('en'); // to make one takes longer than all it is used for

/** `1 event`, `1,204 events`. */
export function printCount(count: number, noun: string): string {
  return `${NUMBER.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
