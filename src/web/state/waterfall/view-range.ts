import { join, type Stretch } from './stretch.ts';
import type { TimeScale } from './time-scale.ts';

/** Nothing is measured more finely than this. */
const LEAST_MS = 20;

/** What part of the time is looked at; undefined for all of it, and what is yet to come. */
export type ViewRange = Stretch | undefined;

export function shownRange(scale: TimeScale, range: ViewRange): readonly [from: number, to: number] {
  if (range === undefined) return [0, scale.shownMs];
  return [scale.toShown(range.fromMs), scale.toShown(range.toMs)];
}

/** Closer with a factor below 1; what stands at `anchor`, a share of the width, stays there. */
export function zoom(scale: TimeScale, range: ViewRange, factor: number, anchor = 0.5): ViewRange {
  const [from, to] = shownRange(scale, range);
  const length = Math.max(Math.min(LEAST_MS, scale.shownMs), (to - from) * factor);
  return place(scale, from + anchor * (to - from - length), length);
}

/** Later by so much of what is looked at, earlier below 0; at either end it stops. */
export function pan(scale: TimeScale, range: ViewRange, share: number): ViewRange {
  const [from, to] = shownRange(scale, range);
  return place(scale, from + share * (to - from), to - from);
}

/** From the one to the other place, each a share of the whole. */
export function choose(scale: TimeScale, one: number, other: number): ViewRange {
  const [from, to] = [Math.min(one, other) * scale.shownMs, Math.max(one, other) * scale.shownMs];
  return place(scale, from, Math.max(LEAST_MS, to - from));
}

/** A stretch with some room around it. */
export function lookAt(scale: TimeScale, { fromMs, toMs }: Stretch): ViewRange {
  const [from, to] = [scale.toShown(fromMs), scale.toShown(toMs)];
  const room = Math.max(LEAST_MS, (to - from) * 0.15);
  return place(scale, from - room, to - from + 2 * room);
}

/** What came is followed only where the end was looked at. */
export function follow(before: TimeScale, after: TimeScale, range: ViewRange): ViewRange {
  if (range === undefined || after.extent.toMs === before.extent.toMs || range.toMs < before.extent.toMs) return range;
  const [from, to] = shownRange(before, range);
  return place(after, after.shownMs - (to - from), to - from);
}

/** A little more than the range, at round places: while it moves a little, the same rows are in it. */
export function widen(range: Stretch): Stretch {
  const stepMs = 2 ** Math.ceil(Math.log2(Math.max(1, range.toMs - range.fromMs) / 8));
  return { fromMs: Math.floor(range.fromMs / stepMs) * stepMs, toMs: Math.ceil(range.toMs / stepMs) * stepMs };
}

/** Where time ends that goes on: up to a sixtieth behind what was heard of last, and there for a while. */
export function roundUp({ fromMs, toMs }: Stretch): number {
  const stepMs = 2 ** (Math.ceil(Math.log2(Math.max(1, toMs - fromMs))) - 7);
  return fromMs + Math.ceil((toMs - fromMs) / stepMs) * stepMs;
}

export function printRange(range: ViewRange): string | undefined {
  return range && `${Math.round(range.fromMs)}-${Math.round(range.toMs)}`;
}

/** Undefined as well for what is no range. */
export function parseRange(text: string | null): ViewRange {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? [];
  return from === undefined ? undefined : join([{ fromMs: Number(from), toMs: Number(to) }])[0];
}

function place(scale: TimeScale, from: number, length: number): ViewRange {
  if (length >= scale.shownMs) return undefined;
  const begin = Math.min(Math.max(0, from), scale.shownMs - length);
  return { fromMs: scale.toMs(begin), toMs: scale.toMs(begin + length) };
}
