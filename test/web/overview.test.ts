import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fillStore, postLines } from '../helpers/fill-store.ts';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

describePage('the overview', { fill: fillStore }, (stage) => {
  const { withPage } = stage;
  test('is reached by keys, draws what happened, and says it as a table too', () =>
    withPage('/', async ({ page }) => {
      await page.waitForSelector('.session-row');
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      await page.waitForURL('**/overview');
      const activity = page.getByRole('region', { name: 'Activity', exact: true });
      await activity.locator('canvas').waitFor();
      await activity.getByText('As a table').click();

      expect(await activity.getByRole('img').getAttribute('aria-label')).toMatch(
        /Activity\. \d+ events of \d+ sessions/,
      );
      await activity.getByRole('row').nth(2).waitFor();
    }));

  test('answers what was done and where it waited, and leads to both', () =>
    withPage('/', async ({ page }) => {
      await page.getByRole('link', { name: 'What the last hour brought' }).click();
      const work = page.getByRole('region', { name: 'At work' });
      const row = work.getByRole('link', { name: 'Good. Commit it and push the branch.' });
      expect(await row.innerText()).toMatch(
        /Waiting[\s\S]*–now[\s\S]*web-shop[\s\S]*1 failed · waits for you \d[\s\S]*· changed \w+/,
      );
      const wait = page.getByRole('region', { name: 'Waited for you' }).getByRole('link', { name: 'deploy staging' });
      expect(await wait.innerText()).toMatch(/1 min 6 s[\s\S]*\d\d:\d\d:\d\d–\d\d:\d\d:\d\d/);
      await wait.click();
      await page.waitForURL(/\/sessions\/[^/]+\?event=\d+$/);
      await page.locator('.moment[aria-current]', { hasText: 'for permission: Bash deploy staging' }).waitFor();
      await page.locator('.detail', { hasText: 'hook.permission_request' }).waitFor();
    }));

  test('names who waits now, and leads from a slow call to its event', () =>
    withPage('/overview?range=24h', async ({ page }) => {
      const waits = page.getByRole('region', { name: 'Waited for you' });
      await waits.getByText('still waits').waitFor();
      await page.getByRole('region', { name: 'Slowest calls' }).getByRole('link').first().click();
      await page.waitForURL(/\/sessions\/[^/]+\?event=\d+$/);
    }));

  test('keeps the time and the project in the address', () =>
    withPage('/overview', async ({ page }) => {
      await page.getByRole('button', { name: '24 hours' }).click();
      await page.getByLabel('Project').selectOption('/home/dev/code/web-shop');
      await page.waitForURL('**/overview?range=24h&project=%2Fhome%2Fdev%2Fcode%2Fweb-shop');
      await page.reload();

      await page.locator('.figure').first().waitFor();
      expect(await page.getByLabel('Project').inputValue()).toBe('/home/dev/code/web-shop');
      expect(await page.getByRole('button', { name: '24 hours' }).getAttribute('aria-pressed')).toBe('true');
    }));

  test('shows what comes without being asked, in the picture that is there', async () => {
    const cwd = `/home/dev/${randomUUID()}`; // all others' calls leave the hour as time goes by
    const call = async () => {
      const started = { session_id: cwd, cwd, tool_name: 'Bash', tool_input: {}, tool_use_id: randomUUID() };
      await stage.daemon.post({ hook_event_name: 'PreToolUse', ...started });
      await stage.daemon.post({ hook_event_name: 'PostToolUse', ...started, duration_ms: 12 });
    };
    await call();
    await withPage(`/overview?project=${encodeURIComponent(cwd)}`, async ({ page }) => {
      const calls = (count: string) =>
        page.locator('.figure').nth(1).locator('dd').first().getByText(count, { exact: true });
      await calls('1').waitFor();
      const picture = await page.locator('.chart canvas').first().elementHandle();
      await call();
      await calls('2').waitFor();
      expect(await picture?.evaluate((canvas) => canvas.isConnected)).toBe(true);
    });
  });

  test('the tools are shown whole and ordered on wish', () =>
    withPage('/overview?range=24h', async ({ page }) => {
      const tools = page.getByRole('region', { name: 'Tools' });
      const rows = tools.locator('tbody tr');
      const all = tools.getByRole('button', { name: /^Show all \d+$/ });
      const count = Number((await all.innerText()).slice('Show all '.length));
      expect(await rows.count()).toBe(10);
      await all.click();
      await rows.nth(count - 1).waitFor();
      expect(await rows.count()).toBe(count);
      await tools.getByRole('button', { name: 'Failed' }).click();
      await tools.locator('th[aria-sort=descending]', { hasText: 'Failed' }).waitFor();
      const failed = (await rows.locator('td:nth-of-type(2)').allInnerTexts()).map(
        (text) => Number.parseInt(text, 10) || 0,
      );
      expect(failed[0]).toBeGreaterThan(0);
      expect(failed).toEqual(failed.toSorted((one, other) => other - one));
      expect(await tools.locator('th[aria-sort=descending]').count()).toBe(1);
    }));

  test('of a time that is over says until when, though the session works again now', async () => {
    const [id, weekAgoMs] = [randomUUID(), Date.now() - 7 * 24 * 3_600_000];
    const data = { session_id: id, cwd: '/home/dev/again', hook_event_name: 'UserPromptSubmit', prompt: id };
    await postLines(stage.daemon, [{ type: 'hook.user_prompt', timestamp: new Date(weekAgoMs).toISOString(), data }]);
    await stage.daemon.post({ ...data, hook_event_name: 'UserPromptSubmit' });
    const range = { since: new Date(weekAgoMs - 60_000), until: new Date(weekAgoMs + 600_000) };
    const query = `since=${range.since.toISOString()}&until=${range.until.toISOString()}`;
    await withPage(`/overview?${query}`, async ({ page }) => {
      const row = page.getByRole('region', { name: 'At work' }).getByRole('link', { name: id });
      await row.locator('.lamp-working').waitFor();
      expect(await row.locator('.listed-when').innerText()).toMatch(/\d\d:\d\d–\d\d:\d\d$/);
    });
  });

  test('says so when nothing happened', () =>
    withPage('/overview?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z', async ({ page }) => {
      await page.getByText('Nothing happened in this time.').waitFor();
    }));

  test.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)('keeps nobody out: %s, %i px', (colorScheme, width) =>
    withPage(
      '/overview?range=24h',
      async ({ page }) => {
        await page.locator('.chart canvas').first().waitFor();

        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      },
      { colorScheme, viewport: { width, height: 844 } },
    ),
  );
});
