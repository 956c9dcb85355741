import * as fs from 'node:fs';
import * as os from 'node:os';
import { pathToFileURL } from 'node:url';
import { askTicket } from '../../client/ask-ticket.ts';
import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { findBrowsers, startBrowser } from '../browser.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import type { World } from '../world.ts';

interface OpenOptions {
  readonly print: boolean;
  readonly json: boolean;
}

/** Opens the dashboard; where no browser can be started, says how to get there. */
export async function open({ print, json }: OpenOptions, world: World): Promise<number> {
  await ensureDaemon(launchOptions(world));
  const { address, expiresInMs } = await askTicket(world.daemon());
  if (json) {
    world.out.line(toSafeJson({ address, expiresInMs }));
    return EXIT.done;
  }
  const { env } = world.surroundings;
  if (!print && (await startBrowser(findBrowsers(env, writeOpenPage(world.paths.openPage, address)), env))) {
    world.out.line(`The dashboard is at ${new URL('/', address).href}`);
    return EXIT.done;
  }
  if (!print) tellHow(address, world);
  world.out.line(address);
  return EXIT.done;
}

function tellHow(address: string, { err, surroundings }: World): void {
  const { port } = new URL(address);
  if (surroundings.env.SSH_CONNECTION === undefined) {
    err.line('No browser could be started here. Open this address in one, within a minute:');
    return;
  }
  err.line('This is a remote shell. On the machine with the browser, pass the port on:');
  err.line(`  ssh -L ${port}:127.0.0.1:${port} ${surroundings.env.USER ?? 'you'}@${os.hostname()}`);
  err.line('and open this address there, within a minute:');
}

/**
 * A page for this user's eyes only that leads on to the dashboard. The arguments of a browser are seen by every user of
 * the machine, and whoever comes first with a ticket has the token; so the ticket stands in the file.
 */
function writeOpenPage(file: string, address: string): string {
  const neighbour = `${file}.${process.pid}`;
  const text = `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}">
<title>mpm-hook</title>
<a href="${address}">Open the dashboard</a>
`;
  fs.writeFileSync(neighbour, text, { mode: 0o600 });
  fs.renameSync(neighbour, file);
  return pathToFileURL(file).href;
}
