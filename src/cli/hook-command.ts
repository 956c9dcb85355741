import * as fs from 'node:fs';
import * as path from 'node:path';
import { MpmError } from '../shared/errors.ts';
import { isExecutable } from '../shared/find-on-path.ts';

const NAME = 'mpm-hook';

interface Installation {
  /** The file that this program was started from. */
  readonly program: string;
  readonly userHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The path that is written into settings: the stable one in `$PREFIX/bin` when it leads to this installation, so that an
 * upgrade leaves nothing stale (F45); else the hook beside us. Throws when there is none.
 */
export function hookCommand(installation: Installation): string {
  const command = findHookCommand(installation);
  if (command !== undefined) return command;
  throw new MpmError('HOOK_MISSING', `There is no ${NAME} beside ${installation.program}.`, {
    hint: 'Install mpm-hook again: ./install.sh',
  });
}

/** The same for whoever only wants to know it again, by whatever name it is called. */
export function findHookCommand({ program, userHome, env }: Installation): string | undefined {
  const beside = hookBeside(program);
  const prefix = env.PREFIX === undefined || env.PREFIX === '' ? path.join(userHome, '.local') : env.PREFIX;
  const stable = path.join(path.resolve(prefix), 'bin', NAME);
  if (isExecutable(stable) && fs.realpathSync(stable) === beside) return stable;
  return beside;
}

/** The native hook where there is one, else its Node form. */
function hookBeside(program: string): string | undefined {
  const folder = path.dirname(fs.realpathSync(program));
  const inNodeForm = path.basename(folder) === 'node';
  const candidates = [
    ...(inNodeForm ? [path.join(folder, '..', NAME)] : []),
    path.join(folder, NAME),
    ...['..', path.join('..', '..')].flatMap((up) => [
      path.join(folder, up, 'dist', NAME),
      path.join(folder, up, 'dist', 'node', NAME),
    ]),
  ];
  const found = candidates.find((file) => isExecutable(file) && fs.statSync(file).isFile());
  return found === undefined ? undefined : fs.realpathSync(found);
}
