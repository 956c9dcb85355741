import * as fs from 'node:fs';
import * as path from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import type { TestDaemon } from '../helpers/daemon.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Debian's and others' names for it; `CHROMIUM` says where else. */
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const BROWSER = PLACES.find((place) => place !== '' && fs.existsSync(place));

/** Why the page cannot be tried here; the tests then are skipped by this name. */
export const HINDRANCE =
  BROWSER === undefined
    ? 'no Chromium here'
    : readPageFiles(path.join(ROOT, 'dist', 'web')) === undefined
      ? 'dist/web is not built'
      : undefined;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings of the console, breaches of the policy, and what was thrown. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** A tab of its own, come in by a ticket as `mpm-hook open` does it. */
export async function openPage(
  browser: Browser,
  daemon: TestDaemon,
  at = '/',
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  const answer = await daemon.request('/v1/tickets', { method: 'POST' });
  const { ticket } = (await answer.json()) as { ticket: string };
  await page.goto(`${daemon.url}${at}#ticket=${ticket}`);
  return { page, complaints, close: () => context.close() };
}

/** What axe finds that would keep somebody out; by its rule and the element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}
