import { isDeepStrictEqual } from 'node:util';
import { findEvent } from './events.ts';

/** One entry under an event in Claude Code's settings. */
export type Handler = Readonly<Record<string, unknown>>;

/** How events reach the daemon: a process for each, or Claude Code's own http handlers. */
export type Transport =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'http'; readonly command: string; readonly port: number };

/** Claude Code's own default is ten minutes, for which a wedged hook would hold up a tool call. */
const TIMEOUT_SECONDS = 5;

/** The variable that http handlers take the token from; it is not written into any settings file. */
export const TOKEN_VARIABLE = 'MPM_HOOK_TOKEN';

/** Told to the daemon by http handlers in place of a hook's release; also what our http handlers are known by. */
export const HOOK_HEADER = 'x-mpm-hook';

const OUR_FIELDS: readonly string[] = ['type', 'command', 'args', 'url', 'headers', 'allowedEnvVars', 'shell'];

/**
 * The handler for one event. With http too, an event that takes only commands gets the command.
 *
 * The http form names the token by variable instead of holding it: settings files are often readable by others, kept in
 * dotfile repositories or committed with a project. So it needs `MPM_HOOK_TOKEN` in the environment that Claude Code is
 * started from (the publish token, since it is sent to whoever holds the port), and a `NO_PROXY` that covers 127.0.0.1 where a proxy is set; without the token the daemon answers 401,
 * which Claude Code shows as a hook that gave no usable answer.
 */
export function handlerFor(event: string, transport: Transport): Handler {
  if (transport.kind === 'command' || findEvent(event)?.commandOnly) {
    // args, though empty, make it the exec form: no shell in between. Releases before 2.1.139 ignore them.
    return { type: 'command', command: transport.command, args: [], timeout: TIMEOUT_SECONDS };
  }
  return {
    type: 'http',
    url: `http://127.0.0.1:${transport.port}/v1/events`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code fills it in
    headers: { authorization: 'Bearer ${MPM_HOOK_TOKEN}', [HOOK_HEADER]: 'claude-code; via=http' },
    allowedEnvVars: [TOKEN_VARIABLE],
    timeout: TIMEOUT_SECONDS,
  };
}

/** `wanted`, with what a person added to the entry that stands there, such as a longer timeout. */
export function keepAdditions(existing: Handler, wanted: Handler): Handler {
  const additions = Object.entries(existing).filter(
    ([key, value]) => !OUR_FIELDS.includes(key) && isUsable(key, value),
  );
  const merged = { ...wanted, ...Object.fromEntries(additions) };
  return isDeepStrictEqual(existing, merged) ? existing : merged;
}

/** A timeout that Claude Code refuses would switch off the whole file's hooks. */
function isUsable(key: string, value: unknown): boolean {
  return key !== 'timeout' || (typeof value === 'number' && value > 0);
}

/** Started without a shell, as releases since 2.1.139 do when there are `args`, even none. */
export function isExecForm(handler: Handler): boolean {
  return Array.isArray(handler.args);
}
