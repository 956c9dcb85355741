import type { Recorder } from './recorder.ts';
import type { World } from './world.ts';

/** Where a story is played, and what writes down which hooks fire. */
export interface Stage {
  readonly world: World;
  readonly recorder: Recorder;
}
