import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aLongSession, BUSY_SESSION } from '../helpers/busy-session.ts';
import type { InProcessDaemon } from '../helpers/daemon.ts';
import { fillStore, postLines } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { type OpenPage, seriousFindings } from './page.ts';

const WATERFALL = `/sessions/${BUSY_SESSION}?show=waterfall`;
const LONG = '0c11b2d4-long';

describePage('the waterfall', { fill: fillWithLong }, (stage) => {
  const withPage = (at: string, use: (opened: OpenPage) => Promise<void>) =>
    stage.withPage(at, async (opened) => {
      await opened.page.waitForSelector(at === WATERFALL ? '.waterfall-row' : '.session-head');
      await use(opened);
    });
  const rowsOf = (page: Page) => page.getByRole('list', { name: 'Calls of the session' });
  const countOf = async (page: Page) => Number.parseInt(await page.locator('.waterfall-count').innerText(), 10);
  /** `12 of 340 rows`: those of a part of the time. */
  const isPart = async (page: Page) => (await page.locator('.waterfall-count').innerText()).includes(' of ');
  const toTop = (page: Page) => page.locator('.waterfall-rows').evaluate((list) => list.scrollTo(0, 0));

  test('is one of the ways to look at a session, and stands in the address', () =>
    withPage(`/sessions/${BUSY_SESSION}`, async ({ page }) => {
      await page.getByRole('link', { name: 'Waterfall' }).click();
      await page.waitForSelector('.waterfall-row');
      expect(new URL(page.url()).search).toBe('?show=waterfall');
      await page.keyboard.press('w');
      await page.waitForSelector('.moment');
      expect(new URL(page.url()).search).toBe('');
    }));

  test('each row says what its bar shows; sub-agents stand under the calls that sent them', () =>
    withPage(WATERFALL, async ({ page }) => {
      await toTop(page);
      const lint = rowsOf(page).getByRole('link', { name: /^Bash npm run lint, failed, 18 s, started \d/ });
      await lint.waitFor();
      expect(await lint.locator('.indent-1').count()).toBe(1);
      await page.getByText('Waited for you').waitFor();
      await rowsOf(page).evaluate((list) => list.parentElement?.scrollTo(0, list.scrollHeight));
      await rowsOf(page)
        .getByRole('link', { name: /^Bash deploy staging, ok, 52 s, waited 1 min 6 s for you/ })
        .waitFor();
    }));

  test('keys zoom, pan and show everything again; the part that is looked at survives a reload', () =>
    withPage(WATERFALL, async ({ page }) => {
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      await page.keyboard.press('+');
      await until(() => isPart(page));
      await until(() => page.url().includes('span='));
      const [part, address] = [await countOf(page), page.url()];
      await page.reload();
      await until(async () => (await countOf(page)) === part);
      expect(page.url()).toBe(address);
      await page.keyboard.press('ArrowLeft');
      await until(() => page.url() !== address);
      await page.keyboard.press('0');
      await until(async () => !(await isPart(page)));
      await until(() => !page.url().includes('span='));
    }));

  test('a row is reached and opened by keys; the detail comes and goes, and what is looked at stays', () =>
    withPage(WATERFALL, async ({ page }) => {
      await toTop(page);
      for (let row = 0; row < 7; row += 1) {
        await page.keyboard.press('j');
        await page.locator(`[data-index="${row}"] .waterfall-row:focus`).waitFor(); // the focus follows with the next frame
      }
      await page.locator('.waterfall-tip').waitFor();
      await page.keyboard.press('f');
      await until(() => page.url().includes('span='));
      await page.keyboard.press('Enter');
      const detail = page.getByRole('complementary', { name: 'Detail' });
      await detail.getByText('hook.pre_tool', { exact: false }).first().waitFor();
      expect(page.url()).toMatch(/show=waterfall&span=\d+-\d+&event=\d+/);
      await page.keyboard.press('Escape');
      await detail.waitFor({ state: 'detached' });
      expect(page.url()).toContain('span=');
    }));

  test('Ctrl and the wheel zoom at the pointer, a drag pans and opens nothing', () =>
    withPage(WATERFALL, async ({ page }) => {
      const box = await page.locator('.waterfall-axis .waterfall-track').boundingBox();
      if (box === null) throw new Error('the axis is not there');
      const [x, y] = [box.x + box.width / 2, box.y + 200];
      await page.mouse.move(x, y);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -500);
      await page.keyboard.up('Control');
      await until(() => page.url().includes('span='));
      const zoomed = page.url();
      await page.mouse.down();
      await page.mouse.move(x + 120, y, { steps: 6 });
      await page.mouse.up();
      await until(() => page.url() !== zoomed);
      expect(page.url()).not.toContain('event=');
    }));

  test('a brush over the whole session chooses a part of it; a double click all', () =>
    withPage(WATERFALL, async ({ page }) => {
      const box = await page.locator('.waterfall-minimap').boundingBox();
      if (box === null) throw new Error('the brush is not there');
      const at = (share: number) => [box.x + box.width * share, box.y + 20] as const;
      await page.mouse.move(...at(0.1));
      await page.mouse.down();
      await page.mouse.move(...at(0.3), { steps: 5 });
      await page.mouse.up();
      await until(() => isPart(page));
      await page.mouse.dblclick(...at(0.8));
      await until(async () => !(await isPart(page)));
    }));

  test('idle time can be hidden, and stays so with the address', () =>
    withPage(WATERFALL, async ({ page }) => {
      await page.locator('.gap-idle').first().waitFor();
      await page.getByRole('button', { name: 'Hide idle time' }).click();
      await page.locator('.gap-idle').first().waitFor({ state: 'detached' });
      await page.reload();
      await page.getByRole('button', { name: 'Hide idle time', pressed: true }).waitFor();
      expect(await page.locator('.gap-idle').count()).toBe(0);
    }));

  test('what comes is followed where the end is looked at, and only there', () =>
    withPage(WATERFALL, async ({ page }) => {
      const call = (id: string) => ({
        ...{ session_id: BUSY_SESSION, hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_use_id: id },
        tool_input: { command: `echo ${id}` },
      });
      const [seen, unseen] = [`seen-${randomUUID()}`, `unseen-${randomUUID()}`]; // a call that is there already does not come
      await stage.daemon.post(call(seen));
      await rowsOf(page)
        .getByRole('link', { name: new RegExp(`echo ${seen}, running`) })
        .waitFor();
      await page.locator('.waterfall-minimap').click({ position: { x: 5, y: 5 } });
      for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press('+');
      for (let steps = 0; steps < 20; steps += 1) await page.keyboard.press('ArrowLeft');
      await until(() => page.url().includes('span='));
      const before = page.url();
      const all = Number((await page.locator('.waterfall-count').innerText()).split(' ')[2]);
      await stage.daemon.post(call(unseen));
      await until(async () => (await page.locator('.waterfall-count').innerText()).includes(` of ${all + 1} `));
      expect(
        await rowsOf(page)
          .getByRole('link', { name: new RegExp(unseen) })
          .count(),
      ).toBe(0);
      expect(page.url()).toBe(before);
    }));

  test('of a long session everything is read and laid out in steps, and few rows are in the page', () =>
    withPage(`/sessions/${LONG}?show=waterfall`, async ({ page }) => {
      await page.route(/\/v1\/sessions/, () => undefined); // no news of the session has it drawn again
      await until(async () => (await page.locator('.waterfall-count').innerText()) === '3,000 rows', {
        withinMs: 20_000,
      });
      expect(await page.locator('.waterfall-row').count()).toBeLessThan(80);
    }));

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test('nothing keeps anybody out, at any width', async () => {
      for (const width of [390, 1024, 1440]) {
        const viewport = { width, height: 844 };
        const { page, complaints, close } = await stage.open(WATERFALL, { colorScheme, viewport });
        await page.waitForSelector('.waterfall-row');
        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await close();
      }
    });
  });
});

async function fillWithLong(daemon: InProcessDaemon): Promise<void> {
  await fillStore(daemon);
  await postLines(daemon, aLongSession(LONG, Date.now(), 2500));
}
