import { spawnTestDaemon } from '../daemon.ts';
import { createTempHome, freePort } from '../temp-home.ts';
import type { World } from './world.ts';

/** The daemon as it is, in a process of its own that can be killed. */
export async function openChildWorld(): Promise<World> {
  const home = createTempHome();
  const env = { MPM_HOOK_PORT: String(await freePort()) };
  let daemon = await spawnTestDaemon(home, env);

  return {
    get daemon() {
      return daemon;
    },
    restarts: ['clean', 'kill'],
    async restart(how) {
      await daemon.end(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      daemon = await spawnTestDaemon(home, env);
    },
    stall() {}, // a system's buffers take more than a model sends
    release() {},
    cut() {},
    async close() {
      await daemon.end('SIGKILL');
      home.remove();
    },
  };
}
