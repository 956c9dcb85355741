import { test } from 'vitest';
import { openChildWorld } from '../helpers/stream-model/child-world.ts';
import { MODEL_TIMEOUT_MS, runModel } from '../helpers/stream-model/run-model.ts';
import { openStageWorld } from '../helpers/stream-model/stage.ts';
import { librarySteps, rawSteps } from '../helpers/stream-model/steps.ts';

const STAGE = { restarts: ['clean', 'clean', 'other store'], prune: () => {} } as const;
const CHILD = { restarts: ['clean', 'kill', 'kill'] } as const;

test(
  'whatever happens, a plain WebSocket hears or is told exactly what it asked for, in order and once',
  () => runModel({ open: openStageWorld, steps: rawSteps(STAGE), runs: 40, maxSteps: 40 }),
  MODEL_TIMEOUT_MS,
);

test(
  'whatever happens, a subscription of the library gets all that it asked for exactly once, or is told',
  () => runModel({ open: openStageWorld, steps: librarySteps(STAGE), runs: 20, maxSteps: 30 }),
  MODEL_TIMEOUT_MS,
);

test(
  'so it is when the daemon itself is killed in the middle',
  async () => {
    await runModel({ open: openChildWorld, steps: rawSteps(CHILD), runs: 3, maxSteps: 30 });
    await runModel({ open: openChildWorld, steps: librarySteps(CHILD), runs: 3, maxSteps: 30 });
  },
  MODEL_TIMEOUT_MS,
);
