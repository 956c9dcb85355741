/**
 * A program in the daemon's place, for tests of launching: takes the owner lock, writes the state file and proves
 * itself, as `MPM_HOOK_STAND_IN` says: `good`, `late` (proves itself after a second), `dies`, `mute` (listens, never
 * answers). `MPM_HOOK_STAND_IN_VERSION` is the release it claims. Notes each start in the log.
 */
import * as fs from 'node:fs';
import * as http from 'node:http';
import type * as net from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { helloProof } from '../../src/shared/hello.ts';
import { homePaths } from '../../src/shared/paths.ts';
import { ensureToken } from '../../src/shared/token-file.ts';
import { PROTOCOL, VERSION } from '../../src/shared/version.ts';

const paths = homePaths(process.env.MPM_HOOK_HOME ?? '');
const mode = process.env.MPM_HOOK_STAND_IN ?? 'good';
const version = process.env.MPM_HOOK_STAND_IN_VERSION ?? VERSION;
fs.appendFileSync(
  paths.log,
  `${JSON.stringify({ pid: process.pid, cwd: process.cwd(), env: Object.keys(process.env) })}\n`,
);

if (mode === 'dies') {
  fs.appendFileSync(paths.log, 'The disk said no.\n');
  process.exit(1);
}

const owner = new DatabaseSync(paths.owner);
try {
  owner.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
} catch {
  process.exit(0); // somebody else owns this home
}

const token = ensureToken(paths.token);
const bornAt = Date.now();
const server = http.createServer((request, response) => {
  if (mode === 'mute' || (mode === 'late' && Date.now() - bornAt < 1000)) return;
  const { port } = server.address() as net.AddressInfo;
  response.setHeader('x-mpm-proof', helloProof(token, String(request.headers['x-mpm-nonce']), port));
  response.end(JSON.stringify(describe(port)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as net.AddressInfo;
  fs.writeFileSync(`${paths.state}.new`, JSON.stringify(describe(port)));
  fs.renameSync(`${paths.state}.new`, paths.state);
});
process.on('SIGTERM', () => process.exit(0));
process.on('exit', () => owner.close()); // and so it is not collected, and its lock freed, before

function describe(port: number) {
  return {
    pid: process.pid,
    port,
    version,
    protocol: PROTOCOL,
    startedAt: Math.round(performance.timeOrigin),
    storeId: 'stand-in',
  };
}
