import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Overview, SessionWork, SlowCallView, WaitView } from '../../shared/overview.ts';
import { parseMinute } from '../sessions/minute-text.ts';
import type { MinuteShelf } from '../store/minute-shelf.ts';
import { createActivityTally } from './activity-tally.ts';
import { inPieces, PIECE_ROWS } from './in-pieces.ts';
import { createMeasureTally, type MeasureTally } from './measure-tally.ts';
import { createToolTally, type SlowCallOf } from './tool-tally.ts';
import { createWaitTally } from './wait-tally.ts';
import { createWindow, type Window } from './window.ts';
import { createWorkTally } from './work-tally.ts';

export interface OverviewWish {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Of sessions that were begun in this folder or below it. */
  readonly project?: string | undefined;
  readonly sessionId?: string | undefined;
}

interface OverviewParts {
  readonly minutes: MinuteShelf;
  readonly spoolNow: number;
}

/** Adds up what is known of each minute; what waits in memory for the disk is in none. */
export async function takeOverview(wish: OverviewWish, { minutes, spoolNow }: OverviewParts): Promise<Overview> {
  const window = createWindow(wish.sinceMs, wish.untilMs);
  const activity = createActivityTally(window);
  const tools = createToolTally();
  const waits = createWaitTally(window);
  const work = createWorkTally();
  const measured = createMeasureTally(window);
  minutes.settle();
  const isMeant = toFilter(wish, minutes, window);
  let prompts = 0;

  for (const wait of minutes.openWaits(window.sinceMs)) if (isMeant(wait.sessionId)) waits.addOpen(wait);
  for (const piece of inPieces(minutes, {
    fromMinute: window.firstMinute,
    before: window.endMinute,
    sessionId: wish.sessionId,
  })) {
    for (const { minute, sessionId, text } of piece) {
      if (!isMeant(sessionId)) continue;
      const row = { minute, sessionId, told: parseMinute(text) };
      activity.add(row);
      tools.add(row);
      waits.add(row);
      work.add(row);
      prompts += row.told.prompts;
    }
    await nextTurn();
  }
  await addMeasures(measured, minutes, window);

  const overTime = activity.told();
  const slowest = tools.slowest().flatMap((call) => toView(call, minutes));
  const waited = waits.told();
  const worked = work.told(waits).map((one) => withPrompt(one, minutes, window));
  const named = [...overTime.sessions, ...waited.sessions, ...worked].map(({ id }) => id);
  const ids = [...named, ...[...slowest, ...waited.longest].map(({ session_id: id }) => id)];
  return {
    since: new Date(window.sinceMs).toISOString(),
    until: new Date(window.untilMs).toISOString(),
    bucketMs: window.bucketMs,
    totals: {
      sessions: activity.sessions(),
      prompts,
      events: total(overTime.events),
      calls: total(overTime.calls),
      failed: total(overTime.failed),
    },
    sessions: [...new Set(ids)].map(minutes.label),
    work: worked,
    activity: overTime,
    tools: tools.told(),
    slowest,
    waits: { ...waited, longest: waited.longest.map((wait) => withPlace(wait, minutes)) },
    hook: measured.hook(),
    losses: measured.losses(spoolNow),
  };
}

function toFilter({ project, sessionId }: OverviewWish, minutes: MinuteShelf, window: Window) {
  const ofProject = project === undefined ? undefined : new Set(minutes.sessionIdsOf(project, window.sinceMs));
  return (id: string): boolean => (ofProject?.has(id) ?? true) && (sessionId === undefined || id === sessionId);
}

async function addMeasures(measured: MeasureTally, minutes: MinuteShelf, window: Window): Promise<void> {
  for (let from = window.firstMinute; ; ) {
    const rows = minutes.measures(from, window.endMinute, PIECE_ROWS);
    for (const row of rows) measured.add(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PIECE_ROWS) return;
    from = last.minute + 1;
    await nextTurn();
  }
}

/** Nothing for a call whose events are gone. */
function toView({ sessionId, id, durationMs, endedAtMs }: SlowCallOf, minutes: MinuteShelf): SlowCallView[] {
  const found = minutes.callAt(sessionId, id, endedAtMs);
  if (found === undefined) return [];
  const { tool, summary, outcome, startedAt } = found.span;
  const view = { session_id: sessionId, tool_use_id: id, tool, summary, outcome, durationMs };
  const endedAt = new Date(endedAtMs).toISOString();
  return [{ ...view, ...(startedAt === undefined ? {} : { startedAt }), endedAt, seqs: found.seqs }];
}

/** What it works on may have been said before the time that is looked at. */
function withPrompt(work: SessionWork, minutes: MinuteShelf, { untilMs }: Window): SessionWork {
  const lastPrompt = work.lastPrompt ?? minutes.lastPrompt(work.id, untilMs);
  return lastPrompt === undefined ? work : { ...work, lastPrompt };
}

function withPlace(wait: WaitView, minutes: MinuteShelf): WaitView {
  const seq = minutes.waitAt(wait.session_id, Date.parse(wait.startedAt));
  return seq === undefined ? wait : { ...wait, seq };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
