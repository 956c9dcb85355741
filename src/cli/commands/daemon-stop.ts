import { stopDaemon } from '../../launch/stop-daemon.ts';
import { toSafeJson } from '../../shared/safe-text.ts';
import { EXIT } from '../exit-codes.ts';
import type { World } from '../world.ts';

export async function stop(given: { readonly json: boolean }, world: World): Promise<number> {
  const pid = await stopDaemon(world.paths, world.settings());
  if (given.json) world.out.line(toSafeJson({ running: false, stopped: pid !== undefined, pid }));
  else world.out.line(pid === undefined ? 'Not running.' : `Stopped (pid ${pid}).`);
  return EXIT.done;
}
