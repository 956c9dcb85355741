import { useMemo, useState } from 'preact/hooks';
import { printDuration } from '../../../shared/print-duration.ts';
import { printPlace } from '../../replay/place.ts';
import type { Replay } from '../../replay/replay.ts';
import { type Band, toBands, toTicks } from './bands.ts';

/** Where in the recording, with what there is to find: turns, waits for the human, errors. */
export function Scrubber({ replay: { player, recording } }: { readonly replay: Replay }) {
  const { startMs, endMs } = player.bounds.value ?? { startMs: 0, endMs: 1 };
  /** While it is dragged nothing is read: only where it is let go. */
  const [draggedMs, setDragged] = useState<number | undefined>(undefined);
  const version = recording.version.value;
  const marks = useMemo(() => {
    const { phases, prompts, errors } = recording.marks();
    const bounds = { startMs, endMs };
    return { bands: toBands(phases, bounds), prompts: toTicks(prompts, bounds), errors: toTicks(errors, bounds) };
  }, [recording, version, startMs, endMs]);
  const placeMs = draggedMs ?? Math.max(startMs, player.placeMs.value);
  const release = (ms: number): void => {
    setDragged(undefined);
    player.seek(ms);
  };
  const into = printDuration(placeMs - startMs);
  return (
    <div class="scrubber">
      <svg class="scrubber-marks" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {marks.bands.map((band) => (
          <Stretch key={`${band.from} ${band.state}`} band={band} />
        ))}
        {marks.prompts.map((at) => (
          <rect key={`prompt ${at}`} class="mark-prompt" x={at} y="0" width="2" height="20" />
        ))}
        {marks.errors.map((at) => (
          <rect key={`error ${at}`} class="mark-error" x={at} y="0" width="2" height="6" />
        ))}
      </svg>
      <input
        type="range"
        aria-label="Place in the recording"
        aria-valuetext={`${into} of ${printDuration(endMs - startMs)}, ${printPlace(placeMs).slice(11, 19)} UTC`}
        min={startMs}
        max={endMs}
        step="1"
        value={placeMs}
        onInput={({ currentTarget }) => setDragged(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => release(currentTarget.valueAsNumber)}
      />
      <span class="scrubber-length" aria-hidden="true">
        {printClock(placeMs - startMs)} / {printClock(endMs - startMs)}
      </span>
    </div>
  );
}

/** 3:05, or 1:03:05. */
function printClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function Stretch({ band: { from, to, state } }: { readonly band: Band }) {
  const height = state === 'waiting' ? 12 : 6;
  return <rect class={`band-${state}`} x={from} y={(20 - height) / 2} width={Math.max(1, to - from)} height={height} />;
}
