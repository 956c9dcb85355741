import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { COMMON_INPUTS, DIST, type Part, ROOT } from './part.ts';
import { findProgram, run } from './run.ts';

const ENTRY = 'src/hook/main.ts';
const NATIVE = path.join(ROOT, 'native');
const COMPILER = path.join(NATIVE, 'node_modules', 'scriptc', 'package.json');
const LINKERS = ['gcc', 'cc', 'clang'] as const;

/** Where nothing can be linked: everything, the hook included, is done by the full executable. */
const WRAPPER = `#!/bin/sh
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
self=$0; if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
exec "\${self%/*}/mpm-hook-full" "$@"
`;

/** The front executable: the hook itself, compiled ahead of time, and the hand-over of commands to the full one. */
export const nativeHook: Part = {
  name: 'mpm-hook',
  entry: ENTRY,
  inputs: [
    ...COMMON_INPUTS,
    'src/hook',
    'src/shared',
    'scripts/link-static.sh',
    'native/package.json',
    'native/package-lock.json',
  ],
  outputs: ['mpm-hook'],
  surroundings: async () => (await findProgram(LINKERS)) ?? 'no linker',
  async build(folder) {
    const output = path.join(folder, 'mpm-hook');
    const hindrance = await findHindrance();
    if (hindrance !== undefined) {
      fs.writeFileSync(output, WRAPPER, { mode: 0o755 });
      return `${hindrance} The hook takes its Node form: some 35 ms an event instead of 3.`;
    }
    await checkCoverage();
    const kind = await compile(output);
    await tryOut(output);
    return kind;
  },
};

/** What keeps this machine from building natively, as a sentence. */
async function findHindrance(): Promise<string | undefined> {
  if ((await findProgram(LINKERS)) === undefined) return 'No linker (gcc, cc or clang) is here.';
  if (!fs.existsSync(COMPILER)) {
    try {
      await run('npm', installCompiler());
    } catch (error) {
      return `The compiler (native/package.json) cannot be installed: ${error instanceof Error ? error.message : error}\n`;
    }
  }
  return undefined;
}

/** `npm ci` refuses a lockfile without the packages of platforms that a registry may not have; `install` keeps to the versions and hashes all the same. */
function installCompiler(): string[] {
  return ['install', '--prefix', NATIVE, '--no-save', '--ignore-scripts', '--loglevel=error'];
}

async function checkCoverage(): Promise<void> {
  const report = await scriptc(['coverage', ENTRY]);
  if (!report.includes('fully static')) throw new Error(report);
}

/** Statically where the machine has a static libc, else as the platform does it. */
async function compile(output: string): Promise<string> {
  const build = ['build', ENTRY, '--strip', '--no-keep-c', '-o', output];
  if (process.platform !== 'linux') {
    await scriptc(build);
    return 'Native.';
  }
  const linker = path.join(ROOT, 'scripts', 'link-static.sh');
  try {
    await scriptc(build, { SCRIPTC_LINKER: linker });
    return 'Native, static.';
  } catch (cause) {
    await scriptc(build, { SCRIPTC_LINKER: linker, MPM_LINK: 'dynamic' });
    return `Native, dynamic, for a static link failed: ${cause instanceof Error ? cause.message.split('\n').at(-1) : cause}`;
  }
}

/** Its caches belong to the build, not into the user's home. */
async function scriptc(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const bin = path.join(NATIVE, 'node_modules', '.bin', 'scriptc');
  return run(process.execPath, [bin, ...args], { SCRIPTC_CACHE_DIR: path.join(DIST, '.scriptc'), ...env });
}

/** What the compiler promised is not enough: the executable must carry an event. Nobody answers on port 1, so it spools. */
async function tryOut(hook: string): Promise<void> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-build-'));
  try {
    const said = await run('sh', ['-c', `printf '{"hook_event_name":"Stop"}' | "$1" 2>&1`, 'sh', hook], {
      MPM_HOOK_HOME: home,
      MPM_HOOK_PORT: '1',
    });
    const spooled = fs.readdirSync(path.join(home, 'spool')).filter((name) => name.endsWith('.event'));
    if (said !== '' || spooled.length !== 1)
      throw new Error(`The built hook does not carry an event. It says: ${said}`);
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
