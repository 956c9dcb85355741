import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { readPageFiles } from '../src/daemon/page-files.ts';
import { type InProcessDaemon, startTestDaemon } from '../test/helpers/daemon.ts';
import { fillStore } from '../test/helpers/fill-store.ts';
import { HINDRANCE, launchBrowser, openPage } from '../test/web/page.ts';

/** A picture: where it is taken, what is done there first, and the sign that all of it is there. */
interface View {
  readonly name: string;
  readonly at: string;
  readonly sign: string;
  readonly before?: (page: Page) => Promise<void>;
}

const WAITING = '/sessions/5d0c2a1e-checkout';
const VIEWS: readonly View[] = [
  { name: 'sessions', at: '/', sign: '.session-row' },
  { name: 'sessions-filtered', at: '/?q=billing', sign: '.session-row' },
  { name: 'session', at: WAITING, sign: '.moment' },
  { name: 'call', at: WAITING, sign: '.detail .fields', before: (page) => page.locator('.outcome-failed').click() },
  { name: 'replay', at: `${WAITING}?replay=5m`, sign: '.transport' },
  { name: 'events', at: '/events', sign: '.event-line' },
  {
    name: 'event',
    at: '/events?tool=Edit',
    sign: '.detail .fields',
    before: (page) => page.locator('.event-line').last().click(),
  },
  { name: 'nothing', at: '/events?tool=NoSuchTool', sign: '.message' },
  { name: 'palette', at: '/', sign: '[role=option]', before: (page) => page.keyboard.press('Control+k') },
  { name: 'keys', at: '/', sign: 'dialog[open]', before: (page) => page.keyboard.press('?') },
  { name: 'settings', at: '/', sign: 'dialog[open]', before: (page) => page.keyboard.press(',') },
];
const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

/** Every view of the dashboard over a day's work, in both themes, wide and narrow: `npm run screenshots [-- FOLDER]`. */
async function main(): Promise<void> {
  if (HINDRANCE !== undefined) throw new Error(`No pictures: ${HINDRANCE}.`);
  const { positionals } = parseArgs({ allowPositionals: true });
  const folder = positionals[0] ?? fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-screenshots-'));
  fs.mkdirSync(folder, { recursive: true });
  const daemon = await startTestDaemon({ page: readPageFiles() });
  const browser = await launchBrowser();
  try {
    await fillStore(daemon);
    for (const viewport of VIEWPORTS) {
      for (const colorScheme of SCHEMES) await takeAll(browser, daemon, folder, { viewport, colorScheme });
    }
  } finally {
    await browser.close();
    await daemon.close();
  }
  process.stdout.write(`${folder}\n`);
}

interface Look {
  readonly viewport: (typeof VIEWPORTS)[number];
  readonly colorScheme: (typeof SCHEMES)[number];
}

async function takeAll(browser: Browser, daemon: InProcessDaemon, folder: string, look: Look): Promise<void> {
  const options = { ...look, deviceScaleFactor: 2, reducedMotion: 'reduce' } as const;
  for (const view of VIEWS) {
    const { page, complaints, close } = await openPage(browser, daemon, view.at, options);
    await page.locator('.session-row, .moment, .event-line, .message').first().waitFor();
    await view.before?.(page);
    await page.locator(view.sign).first().waitFor();
    const name = `${view.name}-${look.viewport.width}-${look.colorScheme}.png`;
    await page.screenshot({ path: path.join(folder, name), animations: 'disabled', caret: 'hide' });
    if (complaints.length > 0) throw new Error(`${name}: ${complaints.join('; ')}`);
    await close();
  }
}

await main();
