import { TOKEN_VARIABLE } from '../../install/handler.ts';
import { publishToken } from '../../shared/publish-token.ts';
import { readState } from '../../shared/state-file.ts';
import { readToken } from '../../shared/token.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** Where Claude Code itself posts the events: does it know where to, and has it what the daemon asks for? */
export function checkHttpHooks({ wiring, world, settings }: Patient): readonly Finding[] {
  const entries = wiring.places.flatMap((place) => place.entries);
  const urls = new Set(entries.flatMap(({ handler }) => (handler.type === 'http' ? [String(handler.url)] : [])));
  if (urls.size === 0) return [];
  const { env } = world.surroundings;
  const port = readState(world.paths.state)?.port ?? settings.port;
  const elsewhere = [...urls].filter((url) => portOf(url) !== port);
  const findings = elsewhere.map((url) =>
    problem(`${url} is registered, and the daemon is on port ${port}`, 'mpm-hook install --transport http'),
  );
  const token = readToken(world.paths.token);
  const given = env[TOKEN_VARIABLE];
  const remedy = `${TOKEN_VARIABLE}=$(mpm-hook token --publish) claude`;
  if (token !== undefined && given === token) {
    findings.push(warning(`${TOKEN_VARIABLE} is the whole token, which whoever holds the port would be sent`, remedy));
  } else if (token === undefined || given !== publishToken(token)) {
    findings.push(warning(`${TOKEN_VARIABLE} is not the token here`, remedy));
  }
  if (hasProxy(env)) {
    findings.push(warning('A proxy is set, which http hooks would go to', 'export NO_PROXY=127.0.0.1'));
  }
  return findings.length === 0 ? [ok('Http hooks know where to post', [...urls].join(', '))] : findings;
}

function portOf(url: string): number {
  return URL.canParse(url) ? Number(new URL(url).port) : Number.NaN;
}

/** Claude Code sends http hooks through a proxy even to this machine, unless told otherwise. */
function hasProxy(env: Readonly<Record<string, string | undefined>>): boolean {
  const proxy = env.HTTP_PROXY ?? env.http_proxy ?? '';
  const exceptions = (env.NO_PROXY ?? env.no_proxy ?? '').split(',').map((name) => name.trim());
  return proxy !== '' && !exceptions.some((name) => name === '127.0.0.1' || name === '*');
}
