/** A view as it is measured. */
export interface MeasuredView {
  readonly name: string;
  readonly path: string;
  /** The sign that it shows something, and what is scrolled. */
  readonly row: string;
  readonly scroller: string;
  readonly probe: 'prompt' | 'call';
  /** Of the live events: many sessions at once, or one that has them all. */
  readonly isOneSession: boolean;
}

/** Another one in each run: what earlier ones have left would make it larger. */
export const BUSY_SESSION = `bench-busy-${Date.now().toString(36)}`;
export const BUSY_EVENTS = 4000;
/** As many as stand on a screen. */
export const LIVE_SESSIONS = Array.from({ length: 8 }, (_, at) => `bench-live-${at}`);

const IN_STORY = { probe: 'call', isOneSession: true } as const;
const STORY_PATH = `/sessions/${BUSY_SESSION}`;

export const MEASURED_VIEWS: readonly MeasuredView[] = [
  {
    name: 'sessions',
    path: '/sessions',
    row: '.session-row',
    scroller: '.scroller',
    probe: 'prompt',
    isOneSession: false,
  },
  { name: 'story', path: STORY_PATH, row: '.moment', scroller: '.story', ...IN_STORY },
  {
    name: 'waterfall',
    path: `${STORY_PATH}?show=waterfall`,
    row: '.waterfall-row',
    scroller: '.waterfall-rows',
    ...IN_STORY,
  },
  { name: 'events', path: '/events', row: '.event-line', scroller: '.scroller', probe: 'call', isOneSession: false },
];
