import { ensureDaemon, startUnlessLocked } from '../../launch/ensure-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import type { World } from '../world.ts';

/** `wait: false` is the hooks' launcher: when somebody else is at it, there is nothing to do. */
export async function start(given: { readonly wait: boolean; readonly json: boolean }, world: World): Promise<number> {
  const launch = given.wait ? ensureDaemon : startUnlessLocked;
  const ensured = await launch(launchOptions(world));
  if (ensured === undefined) return EXIT.done;
  const { daemon, startedByUs } = ensured;
  if (given.json) world.out.line(toSafeJson({ running: true, started: startedByUs, ...daemon }));
  else if (startedByUs) world.out.line(`Started (pid ${daemon.pid}, http://127.0.0.1:${daemon.port}).`);
  else world.out.line(`Already running (pid ${daemon.pid}).`);
  return EXIT.done;
}
