import { parseArgs } from 'node:util';
import { ATTACKS } from '../test/helpers/attacks.ts';
import { type ChildDaemon, spawnTestDaemon } from '../test/helpers/daemon.ts';
import { processSize } from '../test/helpers/process-size.ts';
import { createTempHome } from '../test/helpers/temp-home.ts';
import { until } from '../test/helpers/until.ts';
import { startWitness } from '../test/helpers/witness.ts';

/*
 * `npm run fuzz -- --minutes 10`: the attacks of test/integration/door-attacks.test.ts in turns, with other bytes each
 * time, on one daemon. `--seed` begins with that seed, `--only frames` makes those attacks whose names have the word.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    only: { type: 'string', default: '' },
  },
});
const NODE_OPTIONS = '--max-semi-space-size=2 --max-old-space-size=256';
const MOST_MB_MORE = 256;
/** Connections that we keep ourselves, to ask and to publish. */
const OUR_OWN = 3;
const TOLD_EVERY_MS = 30_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const home = createTempHome();
const daemon = await spawnTestDaemon(home, { NODE_OPTIONS });
try {
  const complaints = await fuzz(daemon);
  for (const complaint of complaints) say(`MISS  ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
  else say('pass  nobody else noticed, and nothing was left behind');
} finally {
  await daemon.end('SIGKILL');
  home.remove();
}

/** Ends with the first round that somebody complains of. */
async function fuzz(target: ChildDaemon): Promise<readonly string[]> {
  const attacks = Object.entries(ATTACKS).filter(([name]) => name.includes(values.only));
  const deadline = performance.now() + Number(values.minutes) * 60_000;
  const before = processSize(target.pid);
  let toldAtMs = performance.now();
  let rounds = 0;
  for (let seed = Number(values.seed); performance.now() < deadline; seed += 1) {
    for (const [name, attack] of attacks) {
      const witness = await startWitness(target);
      await attack(target, seed);
      const complaints = [...(await witness.complaints()), ...(await leftBehind(target, before))];
      if (complaints.length > 0) return complaints.map((complaint) => `${name}, seed ${seed}: ${complaint}`);
    }
    rounds += 1;
    if (performance.now() - toldAtMs < TOLD_EVERY_MS) continue;
    toldAtMs = performance.now();
    const { rssMb, files } = processSize(target.pid);
    say(`${rounds} rounds, next seed ${seed + 1}: ${rssMb.toFixed(0)} MB, ${files} files`);
  }
  return [];
}

async function leftBehind(target: ChildDaemon, before: ReturnType<typeof processSize>): Promise<readonly string[]> {
  const isQuiet = async () =>
    processSize(target.pid).sockets <= before.sockets + OUR_OWN && (await target.status()).clients === 0;
  const complaints: string[] = [];
  await until(isQuiet).catch(() => complaints.push('connections are left'));
  const { rssMb } = processSize(target.pid);
  if (rssMb - before.rssMb > MOST_MB_MORE) complaints.push(`${rssMb.toFixed(0)} MB of memory`);
  return complaints;
}
