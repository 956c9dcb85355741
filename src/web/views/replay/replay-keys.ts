import { nextSpeed } from '../../replay/place.ts';
import type { Player } from '../../replay/player.ts';
import type { Recording } from '../../replay/recording.ts';
import type { KeyBinding } from '../../state/keys.ts';

/** As far as one press of an arrow goes, in recorded time. */
const STEP_MS = 10_000;

interface Parts {
  readonly player: Player;
  readonly recording: Recording;
  readonly leave: () => void;
}

export function replayKeys({ player, recording, leave }: Parts): KeyBinding[] {
  const by = (ms: number) => () => player.seek(player.placeMs.peek() + ms);
  const change = (step: 1 | -1) => () => player.setPace({ speed: nextSpeed(player.pace.peek().speed, step) });
  const toPrompt = (direction: 1 | -1) => (): void => {
    const { prompts } = recording.marks();
    const placeMs = player.placeMs.peek();
    const target =
      direction === 1 ? prompts.find((ms) => ms > placeMs) : prompts.findLast((ms) => ms < placeMs - STEP_MS / 10);
    if (target !== undefined) player.seek(target);
  };
  return [
    { keys: ' ', title: 'Play, or pause the replay', act: player.toggle },
    { keys: 'ArrowLeft', title: '10 s back', act: by(-STEP_MS) },
    { keys: 'ArrowRight', title: '10 s on', act: by(STEP_MS) },
    { keys: ',', title: 'One event back', act: () => player.step(-1) },
    { keys: '.', title: 'One event on', act: () => player.step(1) },
    { keys: '[', title: 'To the prompt before', act: toPrompt(-1) },
    { keys: ']', title: 'To the next prompt', act: toPrompt(1) },
    { keys: '>', title: 'Faster', act: change(1) },
    { keys: '<', title: 'Slower', act: change(-1) },
    { keys: 'Q', title: 'Back to now', act: leave },
  ];
}
