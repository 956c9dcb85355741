import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { readPageFiles } from '../src/daemon/page-files.ts';
import { type InProcessDaemon, startTestDaemon } from '../test/helpers/daemon.ts';
import { aDay, postLines } from '../test/helpers/fill-store.ts';
import { RECORDED_SESSION, recordedSession } from '../test/helpers/recorded-session.ts';
import { HINDRANCE, launchBrowser, openPage } from '../test/web/page.ts';

/** A picture: where it is taken, what is done there first, and the sign that all of it is there. */
interface View {
  readonly name: string;
  readonly at: string;
  readonly sign: string;
  readonly before?: (page: Page) => Promise<void>;
  /** Where it is not as wide as the others. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

const SESSION = `/sessions/${RECORDED_SESSION}`;
const NARROW = { width: 390, height: 844 };

/** Those that the README shows, and others to look at. */
const VIEWS: readonly View[] = [
  { name: 'overview', at: '/overview', sign: '.chart canvas' },
  { name: 'sessions', at: '/', sign: '.session-row' },
  { name: 'session', at: SESSION, sign: '.moment' },
  { name: 'waterfall', at: `${SESSION}?show=waterfall`, sign: '.waterfall-row' },
  {
    name: 'detail',
    at: SESSION,
    sign: '.diff .diff-line, .diff .diff-pair',
    before: (page) => page.locator('.moment', { hasText: 'Edit' }).first().click(),
  },
  { name: 'events', at: '/events?q=rounded', sign: '.event-line mark' },
  { name: 'replay', at: `${SESSION}?replay=start&speed=10`, sign: '.transport', before: toTheMiddle },
  { name: 'narrow', at: SESSION, sign: '.moment', viewport: NARROW },
  { name: 'narrow-overview', at: '/overview', sign: '.chart canvas', viewport: NARROW },
  { name: 'palette', at: '/', sign: '[role=option]', before: (page) => page.keyboard.press('Control+k') },
  { name: 'keys', at: SESSION, sign: 'dialog[open]', before: (page) => page.keyboard.press('?') },
  { name: 'settings', at: '/', sign: 'dialog[open]', before: (page) => page.keyboard.press(',') },
  { name: 'nothing', at: '/events?tool=NoSuchTool', sign: '.message' },
];
const VIEWPORT = { width: 1280, height: 800 };
const SCHEMES = ['light', 'dark'] as const;
/** Sharp enough at the width that the README shows them in, at less than 150 KB each. */
const [SCALE, QUALITY] = [1.5, 0.84];

/**
 * Every view of the dashboard in both themes, over a session that the real Claude Code was recorded in and a day's work
 * around it: `npm run screenshots [-- FOLDER] [--only NAME,NAME]`. As WebP, which is a fifth of a PNG. Those in docs/pictures are some of them.
 */
async function main(): Promise<void> {
  if (HINDRANCE !== undefined) throw new Error(`No pictures: ${HINDRANCE}.`);
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
  const views = VIEWS.filter(({ name }) => values.only?.split(',').includes(name) ?? true);
  const folder = positionals[0] ?? fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-screenshots-'));
  fs.mkdirSync(folder, { recursive: true });
  const daemon = await startTestDaemon({ page: readPageFiles() });
  const browser = await launchBrowser();
  try {
    const nowMs = Date.now();
    await postLines(daemon, [...aDay(nowMs), ...recordedSession(nowMs)]);
    for (const colorScheme of SCHEMES) {
      for (const view of views) await take(browser, daemon, view, { folder, colorScheme });
    }
  } finally {
    await browser.close();
    await daemon.close();
  }
  process.stdout.write(`${folder}\n`);
}

interface Look {
  readonly folder: string;
  readonly colorScheme: (typeof SCHEMES)[number];
}

async function take(browser: Browser, daemon: InProcessDaemon, view: View, { folder, colorScheme }: Look) {
  const { name, at, sign, before, viewport = VIEWPORT } = view;
  const options = { viewport, colorScheme, deviceScaleFactor: SCALE, reducedMotion: 'reduce' } as const;
  const { page, complaints, close } = await openPage(browser, daemon, at, options);
  await page.locator('.session-row, .moment, .event-line, .message, .waterfall-row, .card').first().waitFor();
  await before?.(page);
  await page.locator(sign).first().waitFor();
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const file = `${name}-${colorScheme}.webp`;
  fs.writeFileSync(path.join(folder, file), await toWebp(browser, png));
  if (complaints.length > 0) throw new Error(`${file}: ${complaints.join('; ')}`);
  await close();
}

async function toTheMiddle(page: Page): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Place in the recording' });
  const box = await slider.boundingBox();
  if (box === null) throw new Error('No slider.');
  await page.mouse.click(box.x + box.width * 0.6, box.y + box.height / 2);
  await page.locator('.moment', { hasText: 'Who else rounds' }).first().waitFor();
}

/** The browser that took the picture can make it small, too. */
async function toWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const bytes = await page.evaluate(`(${IN_PAGE})("data:image/png;base64,${png.toString('base64')}")`);
  await page.close();
  return Buffer.from(bytes as number[]);
}

/** As a text: what runs in the page is not for Node's types. */
const IN_PAGE = `async (source) => {
  const bitmap = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: ${QUALITY} });
  return Array.from(new Uint8Array(await blob.arrayBuffer()));
}`;

await main();
