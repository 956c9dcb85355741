import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

type Environment = Readonly<Record<string, string | undefined>>;

/** A starter that is still there after so long has started something. */
const PATIENCE_MS = 3000;

/** The programs to try, each with its arguments; none where there is no screen to show a page on. */
export function findBrowsers(env: Environment, target: string, platform: string = process.platform): string[][] {
  const { BROWSER: browser = '', SSH_CONNECTION: ssh, DISPLAY: display, WAYLAND_DISPLAY: wayland } = env;
  const named = browser.split(':').filter((command) => command.trim() !== '');
  if (named.length > 0) return named.map((command) => fillIn(command, target));
  if (ssh !== undefined) return [];
  if (platform === 'darwin') return [['open', target]];
  return display === undefined && wayland === undefined ? [] : [['xdg-open', target]];
}

/** As everybody reads `BROWSER`: words with the address in place of `%s`, else behind them. */
function fillIn(command: string, target: string): string[] {
  const words = command.trim().split(/\s+/);
  return words.includes('%s') ? words.map((word) => (word === '%s' ? target : word)) : [...words, target];
}

/** Tries one after the other; false when none could be started. What they say of themselves is nobody's business here. */
export async function startBrowser(browsers: readonly string[][], env: Environment): Promise<boolean> {
  for (const browser of browsers) {
    if (await start(browser, env)) return true;
  }
  return false;
}

async function start([program = '', ...args]: readonly string[], env: Environment): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'ignore', detached: true, env: { ...env } });
  const isStarted = await Promise.race([endsWell(child), delay(PATIENCE_MS, true, { ref: false })]);
  child.unref();
  return isStarted;
}

async function endsWell(child: ChildProcess): Promise<boolean> {
  try {
    const [code] = await once(child, 'exit');
    return code === 0;
  } catch {
    return false; // there is no such program
  }
}
