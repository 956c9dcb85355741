import { ensureDaemon } from '../../launch/ensure-daemon.ts';
import { stopDaemon } from '../../launch/stop-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import { launchOptions } from '../launch-options.ts';
import type { World } from '../world.ts';

export async function restart(given: { readonly json: boolean }, world: World): Promise<number> {
  const before = await stopDaemon(world.paths, world.settings());
  const { daemon } = await ensureDaemon(launchOptions(world));
  const was = before === undefined ? 'it was not running' : `it was pid ${before}`;
  if (given.json) world.out.line(toSafeJson({ running: true, previousPid: before, ...daemon }));
  else world.out.line(`Running (pid ${daemon.pid}, http://127.0.0.1:${daemon.port}); ${was}.`);
  return EXIT.done;
}
