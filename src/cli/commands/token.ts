import { ensureHome } from '../../shared/home-folder.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { ensureToken, rotateToken } from '../../shared/token-file.ts';
import { EXIT } from '../exit-codes.ts';
import type { World } from '../world.ts';

/** Prints the token alone, for `$(mpm-hook token)`. */
export async function token(given: { readonly json: boolean }, world: World): Promise<number> {
  ensureHome(world.paths);
  return say(ensureToken(world.paths.token), given, world);
}

/** The daemon reads the new one by itself; whoever holds the old one is asked for it anew. */
export async function rotate(given: { readonly json: boolean }, world: World): Promise<number> {
  ensureHome(world.paths);
  return say(rotateToken(world.paths.token), given, world);
}

function say(made: string, given: { readonly json: boolean }, world: World): number {
  world.out.line(given.json ? toSafeJson({ token: made, file: world.paths.token }) : made);
  return EXIT.done;
}
