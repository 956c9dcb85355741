import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { REDEEM_PATH } from '../../src/shared/page-paths.ts';
import { type InProcessDaemon, startTestDaemon } from '../helpers/daemon.ts';
import { HINDRANCE, launchBrowser } from './page.ts';

const title = HINDRANCE === undefined ? 'opening the page' : `opening the page (skipped: ${HINDRANCE})`;

describe.skipIf(HINDRANCE !== undefined)(title, () => {
  let daemon: InProcessDaemon;
  let browser: Browser;
  beforeAll(async () => {
    daemon = await startTestDaemon({ page: readPageFiles() });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await daemon.close();
  });

  test('it is painted before its ticket was traded, and asks for nothing until then', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const trade = Promise.withResolvers<void>();
    await page.route(`**${REDEEM_PATH}`, async (route) => {
      await trade.promise;
      await route.continue();
    });
    const answer = await daemon.request('/v1/tickets', { method: 'POST' });
    const { ticket } = (await answer.json()) as { ticket: string };

    await page.goto(`${daemon.url}/#ticket=${ticket}`);
    await page.getByRole('link', { name: 'Overview' }).waitFor();
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([REDEEM_PATH]);
    trade.resolve();
    await page.getByText('Nothing has happened yet.').waitFor();
    await page.close();
  });

  test('the first picture waits for one script and one sheet', async () => {
    const html = await (await fetch(`${daemon.url}/`)).text();
    expect(html.match(/<script|rel="(modulepreload|stylesheet)"/g)).toHaveLength(2);
  });
});
