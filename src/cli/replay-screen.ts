import type { ReplayControls } from '../client/replay-remote.ts';
import type { Envelope } from '../shared/envelope.ts';
import type { ReplayState } from '../shared/replay-wire.ts';
import type { Key } from './keyboard.ts';
import { createEventLines } from './render/event-line.ts';
import { printReplayBegin, printReplayEnd, printReplayStatus } from './render/replay-status.ts';
import type { World } from './world.ts';

/** What shows a replay. */
export interface ReplayScreen {
  /** Whoever sits at the keyboard has it in hand from now on. */
  open(controls: ReplayControls): void;
  event(envelope: Envelope): void;
  state(state: ReplayState): void;
  close(): void;
}

/** The status line keeps time by itself so often. */
const TICK_MS = 200;
const SKIP = '10s';
const SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000] as const;

/** Lines as `tail` has them, and on a terminal a last one that says how it stands and hears the keys. */
export function createReplayScreen({ out, keyboard, nowMs, timeZone }: World): ReplayScreen {
  const lines = createEventLines({ columns: () => out.columns, paint: out.paint, glyphs: out.glyphs, timeZone });
  const remark = (text: string): void => out.line(out.paint.dim(lines.printRemark(text)));
  let last: ReplayState | undefined;
  /** Since the daemon last said how it stands. */
  let seen = { positionMs: 0, atMs: 0, events: 0 };
  let release: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const positionMs = (): number => {
    if (last === undefined) return 0;
    const isMoving = last.state === 'playing' && last.speed !== 'max';
    const passedMs = isMoving ? (nowMs() - seen.atMs) * Number(last.speed) : 0;
    return Math.min(seen.positionMs + passedMs, Date.parse(last.end));
  };
  const show = (): void => {
    if (last === undefined || release === undefined) return;
    const passed = last.passed + seen.events;
    const { columns = 80, paint, glyphs } = out;
    out.pin(paint.dim(printReplayStatus(last, { positionMs: positionMs(), passed, columns: columns - 1, glyphs })));
  };
  const close = (): void => {
    clearInterval(timer);
    out.pin();
    release?.();
    release = undefined;
  };

  return {
    open(controls) {
      if (keyboard === undefined) return;
      const onKey = (key: Key): void => {
        if (key === 'interrupt') {
          close();
          keyboard.interrupt();
        } else press(key, controls, last);
      };
      release = keyboard.listen(onKey);
      timer = setInterval(show, TICK_MS);
    },
    event(envelope) {
      seen = { positionMs: Date.parse(envelope.timestamp), atMs: nowMs(), events: seen.events + 1 };
      out.line(lines.print(envelope));
      show();
    },
    state(state) {
      if (last === undefined) remark(printReplayBegin(state));
      last = state;
      seen = { positionMs: Date.parse(state.position), atMs: nowMs(), events: 0 };
      if (state.state === 'ended') remark(printReplayEnd(state));
      else show();
    },
    close,
  };
}

function press(key: Key, controls: ReplayControls, state: ReplayState | undefined): void {
  if (key === 'q') controls.stop();
  else if (key === ' ' && state?.state === 'paused') controls.resume();
  else if (key === ' ') controls.pause();
  else if (key === 'left') controls.seek(`-${SKIP}`);
  else if (key === 'right') controls.seek(`+${SKIP}`);
  else if (key === '+' || key === '=') controls.setSpeed(faster(state));
  else if (key === '-') controls.setSpeed(slower(state));
}

function faster(state: ReplayState | undefined): number | 'max' {
  const speed = speedOf(state);
  return SPEEDS.find((one) => one > speed) ?? 'max';
}

function slower(state: ReplayState | undefined): number {
  const speed = speedOf(state);
  return SPEEDS.findLast((one) => one < speed) ?? SPEEDS[0];
}

function speedOf(state: ReplayState | undefined): number {
  return state?.speed === 'max' ? Number.POSITIVE_INFINITY : (state?.speed ?? 1);
}
