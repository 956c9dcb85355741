#!/usr/bin/env node
// What npm puts on PATH: the Node form of the program. The hook takes any Node; the commands and the daemon need 22.13.
const path = require('node:path');

const isHook = process.argv.length === 2 && !process.stdin.isTTY;
const [major, minor] = process.versions.node.split('.').map(Number);

if (!isHook && (major < 22 || (major === 22 && minor < 13))) {
  process.stderr.write(
    `mpm-hook: Node ${process.versions.node} is too old, 22.13 is needed.\n  Build the executable, which needs none: ./install.sh\n`,
  );
  process.exitCode = 1;
} else {
  const entry = path.join(__dirname, '..', 'dist', 'node', isHook ? 'hook.cjs' : 'cli.cjs');
  process.argv[1] = entry; // how the program finds its other half, and starts itself again
  require(entry);
}
