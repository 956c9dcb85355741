import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { bundleCommands } from './bundle.ts';
import { COMMANDS_SOURCE, COMMON_INPUTS, type Part, ROOT } from './part.ts';
import { findProgram, run } from './run.ts';

/** The Node that goes inside: the devDependency's, so that no download is needed. */
const NODE = path.join(ROOT, 'node_modules', 'node', 'bin', 'node');

/**
 * Given to Node at every start of the executable. A young generation of 2 MB and a bounded heap keep the daemon small
 * (docs/decisions/0056); node:sqlite announces itself as experimental on some releases, which is no news to our users.
 */
export const NODE_ARGUMENTS = [
  '--max-semi-space-size=2',
  '--max-old-space-size=256',
  '--disable-warning=ExperimentalWarning',
] as const;

/** The part of `@yao-pkg/pkg` that puts a script into a Node executable; its command line would download a Node. */
interface Pkg {
  readonly default: (entry: string, options: object) => Promise<void>;
}

/** Commands and daemon in one file that needs no Node on the machine. */
export const fullExecutable: Part = {
  name: 'mpm-hook-full',
  entry: 'src/cli/main.ts',
  inputs: [...COMMON_INPUTS, ...COMMANDS_SOURCE],
  outputs: ['mpm-hook-full'],
  async build(folder) {
    const script = path.join(folder, 'cli.cjs');
    const output = path.join(folder, 'mpm-hook-full');
    await bundleCommands(script);
    await inject(script, await stripNode(folder), output);
    fs.chmodSync(output, 0o755);
    const version = await run(output, ['--version']);
    if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`mpm-hook-full --version says: ${version}`);
    return undefined;
  },
};

/** Symbols are a seventh of the file and serve no one here; macOS would have to sign anew, so there they stay. */
async function stripNode(folder: string): Promise<string> {
  const copy = path.join(folder, 'node');
  fs.copyFileSync(NODE, copy);
  const strip = process.platform === 'linux' ? await findProgram(['strip']) : undefined;
  if (strip !== undefined) await run(strip, [copy]);
  await run(copy, ['--version']);
  return copy;
}

/**
 * pkg works in a folder that it makes in the temporary one: let that be ours, so that the script has a relative name
 * there. The name is what stack traces show, and it must not tell where this was built. Only as long as pkg works: what
 * is built afterwards would make the folder anew.
 */
async function inject(script: string, nodePath: string, output: string): Promise<void> {
  const pkg = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea.js') as Pkg;
  const platform = process.platform === 'darwin' ? 'macos' : process.platform;
  const before = process.env.TMPDIR;
  process.env.TMPDIR = path.dirname(script);
  try {
    await silently(() =>
      pkg.default(script, {
        nodePath,
        targets: [{ nodeRange: `node${process.versions.node.split('.')[0]}`, platform, arch: process.arch, output }],
        signature: true,
        // 'none': NODE_OPTIONS is meant for the user's own programs.
        seaConfig: {
          main: `../${path.basename(script)}`,
          useCodeCache: true,
          execArgv: NODE_ARGUMENTS,
          execArgvExtension: 'none',
        },
      }),
    );
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** pkg tells each of its steps on stdout. */
async function silently(work: () => Promise<void>): Promise<void> {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
}
