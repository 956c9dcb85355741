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

/** `MPM_MODEL_RUNS=5000` makes a long run of it, `MPM_MODEL_SEED` repeats one. */
const factor = Number(process.env.MPM_MODEL_RUNS ?? 1);
const seed = process.env.MPM_MODEL_SEED;

/** How long a test of so many runs may take. */
export const MODEL_TIMEOUT_MS = 60_000 * factor;

/** Random courses of things, each run against a daemon of its own and settled at its end. */
export async function runModel<Of extends Subscriber>({
  open,
  steps,
  runs,
  maxSteps,
}: ModelOptions<Of>): Promise<void> {
  const property = fc.asyncProperty(fc.commands(steps, { maxCommands: maxSteps, size: 'max' }), async (commands) => {
    const course: Course<Of> = createCourse<Of>(await open());
    try {
      await fc.asyncModelRun(() => ({ model: {}, real: course }), commands);
      await course.settle();
    } finally {
      await course.close();
    }
  });
  await fc.assert(property, { numRuns: runs * factor, ...(seed === undefined ? {} : { seed: Number(seed) }) });
}
