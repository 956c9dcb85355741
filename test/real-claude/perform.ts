import { execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Envelope } from '../../src/shared/envelope.ts';
import { until } from '../helpers/until.ts';
import { type Recorded, wireRecorder } from './recorder.ts';
import { readStore } from './stored.ts';
import { coldStart, STORIES } from './stories.ts';
import { createWorld, type World } from './world.ts';

/** What everybody saw of all the stories. */
export interface Performance {
  /** Whether a state file was there before the first session. */
  readonly daemonAtFirst: boolean;
  /** What Claude Code fired, says the test's own witness. */
  readonly recorded: readonly Recorded[];
  /** What the store holds, in the order of arrival. */
  readonly stored: readonly Envelope[];
  /** What a `tail --json` that ran from the second story on has shown. */
  readonly followed: readonly Envelope[];
  /** What a `tail --json --no-follow` shows when all is over. */
  readonly shown: readonly Envelope[];
  readonly status: Readonly<Record<string, unknown>>;
  /** The daemon's log, for whoever has to find out what went wrong. */
  readonly log: string;
}

const TAIL = ['tail', '--json', '--history', '1000'];

/** All stories, in a home where `mpm-hook install` has just run and no daemon ever has. Only inside a loopback network: the port is 8765. */
async function perform(world: World, mpmHook: string): Promise<Performance> {
  const command = async (...words: readonly string[]) =>
    (await promisify(execFile)(mpmHook, words, { env: world.env, cwd: world.project, maxBuffer: 64 * 1024 * 1024 }))
      .stdout;
  await command('install', '--user');
  const recorder = wireRecorder(world.settings, world.root);
  const daemonAtFirst = fs.existsSync(world.paths.state);

  const stage = { world, recorder };
  await coldStart(stage);
  const tail = follow(world, mpmHook);
  try {
    for (const story of STORIES) {
      process.stderr.write(`${story.name}\n`);
      await story.play(stage);
    }
    await untilDrained(world);
    const shown = parseLines<Envelope>(await command(...TAIL, '--no-follow'));
    const last = shown.at(-1)?.seq ?? 0;
    await until(() => (tail.seen.at(-1)?.seq ?? 0) >= last, { what: `event ${last} in the followed tail` });
    const status = JSON.parse(await command('daemon', 'status', '--json')) as Record<string, unknown>;
    tail.end();
    await stopDaemon(world, mpmHook);
    const stored = readStore(world.paths.store);
    const log = fs.readFileSync(world.paths.log, 'utf8');
    return { daemonAtFirst, recorded: recorder.read(), stored, followed: tail.seen, shown, status, log };
  } finally {
    tail.end();
  }
}

/** Also after a story that failed: nothing may outlive the performance. */
async function stopDaemon(world: World, mpmHook: string): Promise<void> {
  await promisify(execFile)(mpmHook, ['daemon', 'stop'], { env: world.env });
}

/** A person who watches from the second story on, and wants to see the first one too. */
function follow(world: World, mpmHook: string) {
  const tail = spawn(mpmHook, TAIL, { env: world.env, cwd: world.project, stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: Envelope[] = [];
  createInterface({ input: tail.stdout }).on('line', (line) => seen.push(JSON.parse(line) as Envelope));
  return { seen, end: () => void tail.kill('SIGTERM') };
}

/** What the cold start had to spool reaches the store on its own. */
async function untilDrained(world: World): Promise<void> {
  const spooled = () => fs.readdirSync(world.paths.spool).filter((name) => name.endsWith('.event'));
  await until(() => spooled().length === 0, { withinMs: 30_000, what: 'an empty spool' });
}

function parseLines<Line>(text: string): Line[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

const [claude, mpmHook, answer] = process.argv.slice(2);
if (claude === undefined || mpmHook === undefined || answer === undefined) {
  throw new Error('Usage: node perform.ts CLAUDE MPM-HOOK ANSWER-FILE');
}
const world = await createWorld(claude);
try {
  fs.writeFileSync(path.resolve(answer), JSON.stringify(await perform(world, path.resolve(mpmHook))));
} finally {
  await stopDaemon(world, mpmHook);
  await world.close();
}
