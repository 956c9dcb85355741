import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { BUSY_SESSION } from '../helpers/busy-session.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { fillStore, postLines } from '../helpers/fill-store.ts';
import { createTempHome, freePort } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { openPage } from './page.ts';
import { spawnForTest } from './spawn-for-test.ts';

const SESSION = `/sessions/${BUSY_SESSION}`;
const WISH = { session_id: 'a', cwd: '/home/dev/a', hook_event_name: 'UserPromptSubmit', prompt: 'a wish' };

/** As if the daemon could not read what is asked for. */
async function failAt(page: Page, paths: RegExp): Promise<() => Promise<void>> {
  const body = JSON.stringify({ error: { code: 'failed', message: 'The disk is tired.' } });
  await page.route(paths, (route) => route.fulfill({ status: 500, contentType: 'application/json', body }));
  return () => page.unroute(paths);
}

describePage('states of the page', { fill: fillStore }, (stage) => {
  const { withPage } = stage;

  test('a list that begins at its end is painted there', () =>
    withPage(
      '/events',
      async ({ page }) => {
        // Nothing is asked of the page while it paints: being asked makes it paint all.
        await until(async () => (await page.screenshot()).length > 30_000, { what: 'rows' });
        await page.waitForLoadState('networkidle');
        const painted = await page.screenshot();
        await page.mouse.move(500, 400);
        await page.mouse.wheel(0, -60);
        await until(async () => (await page.locator('.event-line:hover').count()) === 1);
        const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
        expect(asked.filter((name) => name.includes('before='))).toEqual([]); // nobody has gone back yet
        expect(painted.length).toBeGreaterThan((await page.screenshot()).length * 0.9);
      },
      { viewport: { width: 1024, height: 768 } },
    ));

  test('beside a detail the table still says what happened, and closing it leads back to the row', () =>
    withPage(
      '/events',
      async ({ page }) => {
        await page.locator('.event-line').nth(4).click();
        const row = page.locator('.event-line[aria-current]');
        await page.locator('.detail-body').waitFor();
        expect((await row.locator('.event-text').boundingBox())?.width).toBeGreaterThan(200);
        const seq = new URL(page.url()).searchParams.get('event');
        await page.getByRole('button', { name: 'Close the detail' }).click();
        await page.locator('.detail').waitFor({ state: 'detached' });
        const href = await page.evaluate(() => document.activeElement?.getAttribute('href'));
        expect(href).toBe(`/events?event=${seq}`);
      },
      { viewport: { width: 1024, height: 768 } },
    ));

  test('a link to an event that never was shows the newest, and says that there is none', () =>
    withPage('/events?event=99999999', async ({ page }) => {
      await page.getByText('There is no such event.').waitFor();
      await page.locator('.event-line').first().waitFor();
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      expect(asked.filter((name) => name.includes('before='))).toHaveLength(1);
      await page.locator('.event-line', { hasText: 'npm run load -- --all' }).waitFor();
      await stage.daemon.post({ ...WISH, prompt: 'after that' });
      await page.locator('.event-line', { hasText: 'after that' }).waitFor();
    }));

  test.each([
    ['/sessions', 'The sessions', '.session-row'],
    ['/events', 'The events', '.event-line'],
    ['/overview', 'The overview', '.overview'],
    [SESSION, 'The story', '.moment'],
    [`${SESSION}?show=waterfall`, 'The story', '.waterfall'],
    [`${SESSION}?show=files`, 'What was touched', '.file'],
    ['/events?event=3', 'This event', '.detail-body'],
  ])('%s: what could not be read says why, and is read again on wish', async (at, what, shown) => {
    const { page, close } = await stage.open('/');
    await page.waitForSelector('.session-row');
    const paths = at.startsWith(SESSION) ? /\/v1\/(events|spans)/ : /\/v1\/(sessions|events|overview)/;
    const mend = await failAt(page, paths);
    await page.goto(stage.daemon.url + at);
    await page.locator('.live-live').waitFor(); // by itself it is tried again then
    const message = page.locator('.message', { hasText: `${what} could not be read.` });
    await message.getByText('The disk is tired.').waitFor();
    await mend();
    await message.getByRole('button', { name: 'Read again' }).click();
    await page.waitForSelector(shown);
    expect(await message.count()).toBe(0);
    await close();
  });

  test('the beginning of a waterfall that could not be read is read on wish, not over and over', async () => {
    const id = randomUUID();
    const line = {
      type: 'hook.user_prompt',
      timestamp: new Date().toISOString(),
      data: { ...WISH, session_id: id },
    };
    await postLines(stage.daemon, Array(150).fill(line));
    const { page, close } = await stage.open('/');
    await page.waitForSelector('.session-row');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const mend = await failAt(page, /\/v1\/events.*before=/);
    await page.goto(`${stage.daemon.url}/sessions/${id}?show=waterfall`);
    await page.locator('.live-live').waitFor();
    const more = page.getByRole('button', { name: 'Read what was before' });
    await more.waitFor();
    await page.getByText('Not all could be read: The disk is tired.').waitFor();
    expect(asked.filter((url) => url.includes('before=')).length).toBeLessThan(5);
    await mend();
    await more.click();
    await more.waitFor({ state: 'detached' });
    await close();
  });

  test('a ticket typed into a tab without one lets it in', async () => {
    const page = await stage.browser.newPage();
    await page.goto(`${stage.daemon.url}/`);
    await page.getByText('This page needs a ticket.').waitFor();
    const answer = await stage.daemon.request('/v1/tickets', { method: 'POST' });
    const { ticket } = (await answer.json()) as { ticket: string };
    await page.goto(`${stage.daemon.url}/#ticket=${ticket}`);
    await page.waitForSelector('.session-row');
    expect(page.url()).not.toContain('ticket');
    await page.close();
  });

  test('on a phone the ways to the views stay whole, however the page stands', async () => {
    const page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(`${stage.daemon.url}/`);
    await page.getByText('This page needs a ticket.').waitFor();
    const nav = await page.getByRole('link', { name: 'Overview' }).boundingBox();
    const lamp = await page.getByRole('button', { name: 'No entry' }).boundingBox();
    expect((nav?.x ?? 0) + (nav?.width ?? 0)).toBeLessThanOrEqual(lamp?.x ?? 0);
    await page.close();
  });

  test('of an empty store the events too say how to begin', async () => {
    const daemon = await startTestDaemon({ page: readPageFiles() });
    const { page, close } = await openPage(stage.browser, daemon, '/events');
    await page.getByText('mpm-hook install').waitFor();
    await page.goto(`${daemon.url}/events?tool=Bash`);
    const button = page.getByRole('button', { name: 'Show all events' });
    expect((await button.boundingBox())?.height).toBeLessThan(60);
    await close();
    await daemon.close();
  });

  test('what is opened while the daemon is gone comes when it is back', async () => {
    const home = createTempHome();
    const port = String(await freePort());
    const first = await spawnForTest(home, { MPM_HOOK_PORT: port });
    await first.post(WISH);
    const { page, close } = await openPage(stage.browser, first, '/events');
    const other = await page.context().newPage();
    await page.locator('.event-line').waitFor();
    await other.goto(`${first.url}/`);
    const token = await page.evaluate(() => sessionStorage.getItem('mpm-hook.token'));
    await other.evaluate((held) => sessionStorage.setItem('mpm-hook.token', String(held)), token);
    await other.reload();
    await other.waitForSelector('.session-row');

    await first.end('SIGKILL');
    await page.getByText('The daemon does not answer.').waitFor();
    await page.locator('.event-line').click();
    await page.getByText('This event could not be read.').waitFor();
    await other.getByRole('link', { name: 'Overview' }).click();
    await other.getByText('The page is loaded anew as soon as the daemon answers.').waitFor();

    const second = await spawnForTest(home, { MPM_HOOK_PORT: port });
    await page.locator('.detail-body', { hasText: 'a wish' }).waitFor();
    await other.getByText('At work').waitFor();
    await close();
    await second.end();
    home.remove();
  });
});
