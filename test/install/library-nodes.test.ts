import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { fetchPackage } from '../helpers/npm-package.ts';
import { createTempHome } from '../helpers/temp-home.ts';
import { createPackedProject } from './packed-project.ts';

/** The oldest that `engines` allows, and the newest that there is; all other tests run on the one between. */
const VERSIONS = ['22.13', '26'];
const FETCH_TIMEOUT_MS = 3 * 60 * 1000;

const PROGRAM = `
import { connect, readHistory } from 'mpm-hook';

const client = connect();
const heard = client.subscribe({ types: ['custom.*'], history: 1 });
const id = client.publish('custom.greeting', { from: process.version });
await client.flush({ timeoutMs: 30_000 });
for await (const event of heard) {
  const [stored] = await readHistory({ limit: 1 });
  console.log(JSON.stringify({ isOurs: event.id === id && stored.id === id, data: event.data }));
  break;
}
await client.close();
`;

/** Node itself, as npm has it for this platform. */
async function fetchNode(version: string) {
  const platform = `${process.platform}-${process.arch}`;
  const name = platform === 'darwin-arm64' ? `node-bin-${platform}` : `node-${platform}`;
  return { version, ...(await fetchPackage(name, { version, cache: 'node', timeoutMs: FETCH_TIMEOUT_MS })) };
}

const nodes = await Promise.all(VERSIONS.map(fetchNode));
for (const { version, ...found } of nodes) {
  if ('missing' in found) process.stderr.write(`skipped: the library on Node ${version}: ${found.missing}\n`);
}

describe.each(nodes)('the packed library on Node $version', ({ version, ...found }) => {
  let daemon: InProcessDaemon;
  let project: string;

  beforeEach(async () => {
    const home = createTempHome();
    project = createPackedProject(home);
    daemon = await startTestDaemon({ home });
  });
  afterEach(() => daemon.close());

  test.skipIf('missing' in found)('publishes, hears it, and reads it again', async () => {
    const node = 'missing' in found ? '' : path.join(found.folder, 'bin', 'node');
    const script = path.join(project, 'try.mjs');
    fs.writeFileSync(script, PROGRAM);
    const { stdout, stderr } = await promisify(execFile)(node, [script], { env: daemon.home.env, timeout: 60_000 });

    expect(JSON.parse(stdout)).toEqual({
      isOurs: true,
      data: { from: expect.stringMatching(new RegExp(`^v${version.replace('.', '\\.')}\\.`)) },
    });
    expect(stderr).toBe('');
  });
});
