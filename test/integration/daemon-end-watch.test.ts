import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { expect, test } from 'vitest';

const MODULE = path.join(import.meta.dirname, '../../src/daemon/end-watch.ts');

/** A process that waits for its end, and does `act` meanwhile; what it printed and how it ended. */
async function live(act: string): Promise<{ said: string; code: number | null }> {
  const source = `
    import { watchForEnd } from ${JSON.stringify(MODULE)};
    const facts = [];
    const end = watchForEnd({ report: (event) => facts.push(event) });
    const alive = setInterval(() => {}, 1000);
    setImmediate(() => { ${act} });
    const { reason, exitCode } = await end.came;
    process.stdout.write(JSON.stringify({ reason, facts }));
    clearInterval(alive);
    process.exitCode = exitCode;`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  const said = (await child.stdout.toArray()).join('');
  const [code] = await ended;
  return { said, code };
}

test.each([
  ['SIGTERM', "process.kill(process.pid, 'SIGTERM')", 'asked by SIGTERM'],
  ['SIGINT', "process.kill(process.pid, 'SIGINT')", 'asked by SIGINT'],
  ['a closed terminal', "process.kill(process.pid, 'SIGHUP')", 'asked by SIGHUP'],
  ['a wish of its own', "end.request('idle')", 'idle'],
])('%s ends it well', async (_title, act, reason) => {
  expect(await live(act)).toEqual({ said: JSON.stringify({ reason, facts: [] }), code: 0 });
});

test.each([
  ['throws', "throw new Error('a bug')"],
  ['rejects unheard', "Promise.reject(new Error('a bug'))"],
])('F37: what nobody foresaw and %s is reported, and ends it with 1', async (_title, act) => {
  const said = JSON.stringify({ reason: 'an unexpected failure', facts: ['crashed'] });
  expect(await live(act)).toEqual({ said, code: 1 });
});
