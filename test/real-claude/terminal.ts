import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import { until } from '../helpers/until.ts';
import type { World } from './world.ts';

const SCREEN_TIMEOUT_MS = 30_000;

/** A person at a terminal, as far as a test can be one. */
export interface Terminal {
  screen(): string;
  /** Keys by the names tmux gives them: `Enter`, `Escape`, `C-d`. */
  press(...keys: readonly string[]): void;
  /** Types a line, waits until it stands there, and sends it off. */
  enter(line: string): Promise<void>;
  /** Waits until the screen shows the words and holds still. */
  shows(words: RegExp): Promise<void>;
  /** Ends the terminal, and with a hangup what still runs in it. */
  close(): void;
}

interface TerminalOptions {
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Claude Code's interactive interface in a tmux of its own, ready for the first prompt. */
export async function openTerminal(world: World, name: string, options: TerminalOptions): Promise<Terminal> {
  const socket = path.join(world.root, `tmux-${name}`);
  const env = { ...world.env, ...options.env };
  const tmux = (...words: readonly string[]) =>
    execFileSync('tmux', ['-S', socket, ...words], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const size = ['-x', '140', '-y', '45'];
  const command = [world.claude, '--permission-mode', 'default', ...options.flags].map(quote).join(' ');
  // The window outlives Claude Code, so that its last words can still be read.
  tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-c', world.project, `${command}; echo EXIT=$?; exec cat`);

  const screen = () => tmux('capture-pane', '-p');
  const shows = async (words: RegExp) => {
    await until(() => words.test(screen()), { withinMs: SCREEN_TIMEOUT_MS, what: `${words} on the screen of ${name}` });
    await untilStill(screen);
  };
  const terminal: Terminal = {
    screen,
    shows,
    press: (...keys) => void tmux('send-keys', ...keys),
    async enter(line) {
      tmux('send-keys', '-l', line);
      await until(() => screen().includes(line), { what: `the typed line "${line}" on the screen` });
      await untilStill(screen);
      tmux('send-keys', 'Enter');
    },
    close: () => void tmux('kill-server'),
  };
  await shows(/❯/);
  return terminal;
}

/** The interface draws in several steps, and keys that arrive in between are lost: wait until nothing moves any more. */
async function untilStill(screen: () => string): Promise<void> {
  let last = '';
  let same = 0;
  await until(
    () => {
      const now = screen();
      same = now === last ? same + 1 : 0;
      last = now;
      return same >= 5;
    },
    { withinMs: SCREEN_TIMEOUT_MS, everyMs: 100, what: 'a screen that holds still' },
  );
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
