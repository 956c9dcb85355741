import type { Whereabouts } from '../client/find-daemon.ts';
import { selfCommand } from '../launch/self-command.ts';
import { loadSettings, readSurroundings, type Settings, type Surroundings } from '../shared/config.ts';
import { type HomePaths, homePaths } from '../shared/paths.ts';
import type { Keyboard } from './keyboard.ts';
import { createOutput, type Output, type TextStream } from './output.ts';

/** All that a command can see and touch of the outside; a test hands in its own. */
export interface World {
  readonly surroundings: Surroundings;
  readonly paths: HomePaths;
  readonly stdin: AsyncIterable<Uint8Array | string>;
  /** Somebody sits before it who can be asked. */
  readonly canAsk: boolean;
  /** Where somebody sits at a terminal. */
  readonly keyboard: Keyboard | undefined;
  /** Answers. */
  readonly out: Output;
  /** Narration and errors. */
  readonly err: Output;
  readonly nowMs: () => number;
  /** Of the times that are shown; undefined: the machine's own. */
  readonly timeZone: string | undefined;
  /** Where this home's daemon is to be looked for. */
  daemon(): Whereabouts;
  /** The folder that was typed in: the project, for what concerns one. */
  readonly folder: string;
  /** The file that this program was started from. */
  readonly program: string;
  /** Read when first asked for; what was written and could not be used is narrated once. */
  settings(): Settings;
}

interface Streams {
  readonly stdin: AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };
  readonly keyboard?: Keyboard | undefined;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

export function createWorld(streams: Streams, surroundings: Surroundings = readSurroundings()): World {
  const { env, home } = surroundings;
  const paths = homePaths(home);
  const err = createOutput(streams.stderr, env);
  let settings: Settings | undefined;

  const loadOnce = (): Settings => {
    if (settings !== undefined) return settings;
    const loaded = loadSettings(paths.config, env);
    for (const warning of loaded.warnings) err.line(`mpm-hook: ${warning}`);
    settings = loaded.settings;
    return settings;
  };

  return {
    surroundings,
    paths,
    stdin: streams.stdin,
    canAsk: streams.stdin.isTTY === true && streams.stderr.isTTY === true,
    keyboard: streams.keyboard,
    out: createOutput(streams.stdout, env),
    err,
    nowMs: Date.now,
    timeZone: undefined,
    folder: process.cwd(),
    program: programFile(),
    settings: loadOnce,
    daemon: () => ({ home, port: loadOnce().port }),
  };
}

/** The executable itself; in the Node form, the script. */
function programFile(): string {
  const { command, args } = selfCommand();
  return args[0] ?? command;
}
