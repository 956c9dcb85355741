import { ensureHome } from '../../shared/home-folder.ts';
import { publishToken } from '../../shared/publish-token.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { ensureToken, rotateToken } from '../../shared/token-file.ts';
import { EXIT } from '../exit-codes.ts';
import type { World } from '../world.ts';

interface TokenOptions {
  readonly publish: boolean;
  readonly json: boolean;
}

/** Prints the token alone, for `$(mpm-hook token)`; or the one made of it, which is in no file. */
export async function token({ publish, json }: TokenOptions, { paths, out }: World): Promise<number> {
  ensureHome(paths);
  const made = ensureToken(paths.token);
  const answer = publish ? { token: publishToken(made) } : { token: made, file: paths.token };
  out.line(json ? toSafeJson(answer) : answer.token);
  return EXIT.done;
}

/** The daemon reads the new one by itself; whoever holds the old one is asked for it anew. */
export async function rotate({ json }: { readonly json: boolean }, { paths, out }: World): Promise<number> {
  ensureHome(paths);
  const made = rotateToken(paths.token);
  out.line(json ? toSafeJson({ token: made, file: paths.token }) : made);
  return EXIT.done;
}
