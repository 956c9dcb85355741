import * as fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { BenchDaemon } from './store-daemon.ts';
import { median } from './verdict.ts';
import { startLive } from './web-live.ts';
import { BUSY_SESSION, LIVE_SESSIONS, type MeasuredView } from './web-views.ts';
import { scrollAbout, watchPage } from './web-watch.ts';

export interface ViewCost {
  readonly name: string;
  readonly openings: readonly { readonly paintMs: number; readonly rowsMs: number }[];
  /** Of all tasks over 50 ms while events arrived. */
  readonly longTasksMs: readonly number[];
  /** A second: the median of rounds that took turns. */
  readonly frames: { readonly ours: number; readonly empty: number };
  readonly heapBytes: number;
  readonly probes: { readonly sent: number; readonly toPixelsMs: readonly number[] };
  readonly eventsSent: number;
}

interface MeasureOptions {
  readonly seconds: number;
  readonly perSecond: number;
}

const OPENINGS = 5;
const ROWS_DEADLINE_MS = 60_000;
/** The page has caught up with what it read at its start. */
const SETTLE_MS = 2000;
/** Of the time of the live events so much goes by without scrolling; probes are looked for in it. */
const CALM_SHARE = 0.6;
const SCROLL_MS = 2000;
/** What was sent last is waited for so long. */
const LAST_PROBE_MS = 2000;
const VIEWPORT = { width: 1440, height: 900 };
const BROWSERS = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Undefined where there is no browser. */
export async function launchBrowser(): Promise<Browser | undefined> {
  const executablePath = BROWSERS.find((place) => place !== '' && fs.existsSync(place));
  return executablePath === undefined
    ? undefined
    : chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export async function measureView(
  { browser, daemon }: { readonly browser: Browser; readonly daemon: BenchDaemon },
  view: MeasuredView,
  { seconds, perSecond }: MeasureOptions,
): Promise<ViewCost> {
  const openings: { paintMs: number; rowsMs: number }[] = [];
  for (let turn = 1; turn < OPENINGS; turn += 1) {
    const opened = await open(browser, daemon, view);
    openings.push(opened.times);
    await opened.page.context().close();
  }
  const { page, times } = await open(browser, daemon, view);
  openings.push(times);
  const empty = await openEmpty(browser); // a browser that starts one is busy with that
  await page.bringToFront();
  await delay(SETTLE_MS);

  const fromMs = await page.evaluate(() => performance.now());
  const sessions = view.isOneSession ? [BUSY_SESSION] : LIVE_SESSIONS;
  const live = startLive(daemon, { sessions, perSecond, probe: view.probe });
  await delay(seconds * 1000 * CALM_SHARE);
  const calmProbes = [...live.probes];
  const frames = await takeTurns({ page, empty }, view, seconds * 1000 * (1 - CALM_SHARE));
  await live.stop();
  await delay(LAST_PROBE_MS);

  const noted = await page.evaluate(() => window.benchNoted);
  const longTasks = noted.longTasks.filter(({ atMs }) => atMs >= fromMs);
  const heapBytes = await heapOf(page);
  await page.context().close();
  const toPixelsMs = calmProbes.flatMap((sentMs, number) => {
    const seen = noted.probes.find((one) => one.number >= live.firstProbe + number); // one that went by between two frames is seen with the next
    return seen === undefined ? [] : [seen.atMs - sentMs];
  });
  return {
    name: view.name,
    openings,
    longTasksMs: longTasks.map(({ tookMs }) => tookMs),
    frames,
    heapBytes,
    probes: { sent: calmProbes.length, toPixelsMs },
    eventsSent: live.sent(),
  };
}

async function open(browser: Browser, daemon: BenchDaemon, view: MeasuredView) {
  const origin = `http://127.0.0.1:${daemon.port}`;
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript(watchPage, view.row);
  const headers = { authorization: `Bearer ${daemon.token}` };
  const answer = await fetch(`${origin}/v1/tickets`, { method: 'POST', headers });
  const { ticket } = (await answer.json()) as { ticket: string };
  await page.goto(`${origin}${view.path}#ticket=${ticket}`);
  await page.waitForFunction(() => window.benchNoted.rowsMs !== undefined, undefined, { timeout: ROWS_DEADLINE_MS });
  const { paints, rowsMs = 0 } = await page.evaluate(() => window.benchNoted);
  return { page, times: { paintMs: paints['first-contentful-paint'] ?? Number.NaN, rowsMs } };
}

/** Ours and an empty page scroll in turns, in the same browser, beside the same events. */
async function takeTurns(
  { page, empty }: { readonly page: Page; readonly empty: Page },
  { scroller }: MeasuredView,
  forMs: number,
) {
  const rounds = Math.max(1, Math.floor(forMs / (2 * SCROLL_MS)));
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await page.bringToFront();
    ours.push(await page.evaluate(scrollAbout, { selector: scroller, forMs: SCROLL_MS }));
    await empty.bringToFront();
    theirs.push(await empty.evaluate(scrollAbout, { selector: 'html', forMs: SCROLL_MS }));
  }
  await empty.close();
  return { ours: median(ours), empty: median(theirs) };
}

async function openEmpty(browser: Browser): Promise<Page> {
  const empty = await browser.newPage({ viewport: VIEWPORT });
  const lines = Array.from({ length: 3000 }, (_, at) => `<p>line ${at}</p>`).join('');
  await empty.setContent(`<!doctype html><body>${lines}</body>`);
  return empty;
}

/** Of what is still used. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
