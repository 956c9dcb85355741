import fc from 'fast-check';
import { type Course, createCourse } from './course.ts';
import type { Step } from './steps.ts';
import type { Subscriber } from './subscriber.ts';
import type { World } from './world.ts';

interface ModelOptions<Of extends Subscriber> {
  readonly open: () => Promise<World>;
  readonly steps: fc.Arbitrary<Step<Of>>[];
  readonly runs: number;
  readonly maxSteps: number;
}

/** `MPM_MODEL_RUNS=5000` makes so many courses of each test, however long that takes; `MPM_MODEL_SEED` repeats them. */
const wantedRuns = process.env.MPM_MODEL_RUNS;
const seed = process.env.MPM_MODEL_SEED;
/** Without them a slow machine runs fewer, one at least. */
const LIMIT_MS = 10_000;

/** How long a test may take. */
export const MODEL_TIMEOUT_MS = wantedRuns === undefined ? 60_000 : 24 * 60 * 60 * 1000;

/** Random courses of things, each run against a daemon of its own and settled at its end. */
export async function runModel<Of extends Subscriber>({
  open,
  steps,
  runs,
  maxSteps,
}: ModelOptions<Of>): Promise<void> {
  const endsAtMs = wantedRuns === undefined ? performance.now() + LIMIT_MS : Number.POSITIVE_INFINITY;
  let courses = 0;
  const property = fc.asyncProperty(fc.commands(steps, { maxCommands: maxSteps, size: 'max' }), async (commands) => {
    if (courses > 0 && performance.now() > endsAtMs) return;
    courses += 1;
    const course: Course<Of> = createCourse<Of>(await open());
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: course }), commands);
      await course.settle();
    } finally {
      await course.close();
    }
  });
  await fc.assert(property, {
    numRuns: Number(wantedRuns ?? runs),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  });
}
