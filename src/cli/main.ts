import { isatty } from 'node:tty';
import { EXIT } from './exit-codes.ts';

/**
 * Everything but the quick hook: the commands and the daemon. Called without arguments and with something on stdin it
 * is the hook too, so that this program alone will do where the small native one cannot be built.
 */
async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0 && !isatty(0)) {
    const { runHook } = await import('../hook/run-hook.ts');
    runHook();
    return;
  }
  const { createWorld } = await import('./world.ts');
  const { runCli } = await import('./run-cli.ts');
  const { stdin, stdout, stderr } = process;
  const keyboard = stdin.isTTY && stdout.isTTY ? (await import('./keyboard.ts')).createKeyboard(stdin) : undefined;
  const world = createWorld({ stdin, keyboard, stdout, stderr });
  process.exitCode = EXIT.failed; // a command that never comes to its end has failed
  process.exitCode = await runCli(args.length === 0 ? ['--help'] : args, world);
}

void main(process.argv.slice(2));
