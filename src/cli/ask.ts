import type { World } from './world.ts';

/** Asks on the terminal; anything but a yes is a no. */
export async function ask(question: string, { err, stdin }: Pick<World, 'err' | 'stdin'>): Promise<boolean> {
  err.ask(question);
  let answer = '';
  for await (const chunk of stdin) {
    answer += chunk.toString();
    if (answer.includes('\n')) break;
  }
  return /^\s*y(es)?\s*$/i.test(answer.split('\n', 1)[0] ?? '');
}
