import { printCount } from '../shared/print-count.ts';
import type { World } from './world.ts';

/** While the disk takes nothing, part of what is told is in memory only: said, so that nobody takes it for kept. */
export function sayHeld(held = 0, { err }: World): void {
  if (held > 0) err.line(`mpm-hook: In memory only, until the disk takes more: ${printCount(held, 'event')}.`);
}

/** Where that part is left out: said, so that nobody takes the rest for all. */
export function sayLeftOut(held = 0, { err }: World): void {
  if (held > 0) err.line(`mpm-hook: Left out, in memory only until the disk takes more: ${printCount(held, 'event')}.`);
}
