import { useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Icon } from '../../components/icon.tsx';
import { Time } from '../../components/time.tsx';
import { printPlace, SPEEDS } from '../../replay/place.ts';
import type { Player } from '../../replay/player.ts';
import type { Replay } from '../../replay/replay.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { bindKeys } from '../../state/keys.ts';
import { keepPlace } from './keep-place.ts';
import { replayKeys } from './replay-keys.ts';
import { Scrubber } from './scrubber.tsx';

/** Says that this is a recording, where in it, and lets it be played. */
export function TransportBar({ replay }: { readonly replay: Replay }) {
  const { player, recording } = replay;
  const { narrow } = useDashboard();
  const leave = () => narrow({ replay: undefined, speed: undefined, idle: undefined });
  useLayoutEffect(() => bindKeys(replayKeys({ player, recording, leave })), [player]);
  useEffect(() => keepPlace(player, narrow), [player]);
  const isPlaying = player.isPlaying.value;
  return (
    <section class="transport" aria-label="Replay">
      <button
        type="button"
        class="icon-button transport-play"
        aria-label={isPlaying ? 'Pause the replay' : 'Play'}
        title={isPlaying ? 'Pause (Space)' : 'Play (Space)'}
        onClick={player.toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <Place player={player} />
      <Scrubber replay={replay} />
      <PaceControls player={player} />
      <button type="button" class="button transport-leave" onClick={leave}>
        Back to now
      </button>
    </section>
  );
}

function Place({ player }: { readonly player: Player }) {
  const { startMs } = player.bounds.value ?? { startMs: 0 };
  const placeMs = Math.max(startMs, player.placeMs.value);
  return (
    <span class="transport-place">
      <span class="transport-kind">Replay</span> <Time at={printPlace(placeMs)} withDay />
    </span>
  );
}

function PaceControls({ player }: { readonly player: Player }) {
  const { speed, skipsIdle } = player.pace.value;
  const { narrow } = useDashboard();
  useSignalEffect(() => {
    const { speed: kept, skipsIdle: skips } = player.pace.value;
    narrow({ speed: kept === 1 ? undefined : String(kept), idle: skips ? undefined : 'keep' });
  });
  return (
    <>
      <label class="transport-speed">
        <span class="unseen">Speed</span>
        <select
          class="input"
          title="Faster (>), slower (<)"
          value={String(speed)}
          onChange={({ currentTarget }) => player.setPace({ speed: SPEEDS[currentTarget.selectedIndex] ?? 1 })}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={String(one)}>
              {one === 'max' ? 'Max' : `${one}×`}
            </option>
          ))}
        </select>
      </label>
      <label class="transport-idle">
        <input
          type="checkbox"
          checked={skipsIdle}
          onChange={({ currentTarget }) => player.setPace({ skipsIdle: currentTarget.checked })}
        />
        Skip idle
      </label>
    </>
  );
}
