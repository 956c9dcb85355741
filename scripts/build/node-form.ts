import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundleCommands, bundleForNode } from './bundle.ts';
import { COMMANDS_SOURCE, COMMON_INPUTS, type Part } from './part.ts';

/**
 * Leads into the Node form: the hook's own small bundle where there is an event to read, else the commands. What the
 * user set for other Node programs would cost the hook time, or speak where it must be silent; a Node that is not to be
 * found, as for programs that a desktop starts, must not either.
 */
const WRAPPER = `#!/bin/sh
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
self=$0; if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
if [ $# -eq 0 ] && [ ! -t 0 ]; then command -v node >/dev/null || exit 0; exec node "\${self%/*}/hook.cjs"; fi
exec node "\${self%/*}/cli.cjs" "$@"
`;

/** The hook for a Node that the user has, however old: one file, since each further one costs time at every event. */
export const nodeHook: Part = {
  name: 'node/hook.cjs',
  entry: 'src/hook/main.ts',
  inputs: [...COMMON_INPUTS, 'src/hook', 'src/shared'],
  outputs: ['node/hook.cjs', 'node/mpm-hook'],
  async build(folder) {
    const node = path.join(folder, 'node');
    await bundleForNode('src/hook/main.ts', path.join(node, 'hook.cjs'), { target: 'node16' });
    fs.writeFileSync(path.join(node, 'mpm-hook'), WRAPPER, { mode: 0o755 });
    return undefined;
  },
};

/** The commands and the daemon for a Node that the user has. */
export const nodeCommands: Part = {
  name: 'node/cli.cjs',
  entry: 'src/cli/main.ts',
  inputs: [...COMMON_INPUTS, ...COMMANDS_SOURCE],
  outputs: ['node/cli.cjs'],
  async build(folder) {
    await bundleCommands(path.join(folder, 'node', 'cli.cjs'));
    return undefined;
  },
};
