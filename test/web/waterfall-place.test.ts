import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aLongSession } from '../helpers/busy-session.ts';
import { postLines, promptsOf } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';

const LIST = '.waterfall-rows';

describePage('the place in a waterfall', {}, (stage) => {
  const rowsOf = (page: Page) => page.getByRole('list', { name: 'Calls of the session' });
  const countOf = (page: Page) => page.locator('.waterfall-count').innerText();

  test('what comes in at the end is there with the picture that moves to it', async () => {
    const id = randomUUID();
    await postLines(stage.daemon, promptsOf(id, 100));
    await stage.withPage(`/sessions/${id}?show=waterfall`, async ({ page }) => {
      await rowsOf(page)
        .getByRole('link', { name: /100 and 99/ })
        .waitFor();
      await page.evaluate(watchForBlanks, LIST);
      await postLines(stage.daemon, promptsOf(id, 300));
      await rowsOf(page)
        .getByRole('link', { name: /300 and 299/ })
        .waitFor();
      expect(await page.evaluate(() => window.blankPictures)).toBe(0);
    });
  });

  test('what is looked at stays where it is when something of before is told late', async () => {
    const id = randomUUID();
    await postLines(stage.daemon, promptsOf(id, 200));
    await stage.withPage(`/sessions/${id}?show=waterfall`, async ({ page }) => {
      const row = rowsOf(page).getByRole('link', { name: /200 and 97/ });
      await rowsOf(page)
        .getByRole('link', { name: /200 and 199/ })
        .waitFor();
      await page.locator(LIST).evaluate((list) => list.scrollTo(0, list.scrollHeight / 2 - 150));
      await row.waitFor();
      const before = await row.boundingBox();
      const late = promptsOf(id, 30).map((line) => ({ ...line, timestamp: '2026-01-01T00:00:00.000Z' }));
      await postLines(stage.daemon, late);
      await until(async () => (await countOf(page)) === '230 rows');
      expect(await row.boundingBox()).toEqual(before);
    });
  });

  test('what is looked at stays where it is when the rows before it go, and wherever it is there are rows', async () => {
    const id = randomUUID();
    await postLines(stage.daemon, aLongSession(id, Date.now(), 1500));
    await stage.withPage(`/sessions/${id}?show=waterfall`, async ({ page }) => {
      await until(async () => (await countOf(page)) === '1,800 rows', {
        withinMs: 20_000,
      });
      for (const top of [0, 233, 23_400]) {
        await page.locator(LIST).evaluate((list, px) => list.scrollTo(0, px), top);
        await until(async () => !(await page.evaluate(isBlankBelow, LIST)), { withinMs: 2000 });
      }
      const before = await page.evaluate(rowAtTop, LIST);
      const map = (await page.locator('.waterfall-minimap').boundingBox()) ?? { x: 0, y: 0, width: 0 };
      await page.mouse.move(map.x + 0.45 * map.width, map.y + 10);
      await page.mouse.down();
      await page.mouse.move(map.x + 0.55 * map.width, map.y + 10, { steps: 1 });
      await page.mouse.up();
      await until(async () => (await countOf(page)).includes(' of '));
      expect(await page.evaluate(rowAtTop, LIST)).toEqual(before);
      await page.locator('.waterfall-body').press('0');
      await until(async () => (await countOf(page)) === '1,800 rows');
      expect(await page.evaluate(rowAtTop, LIST)).toEqual(before);
    });
  });
});

declare global {
  interface Window {
    blankPictures: number;
  }
}

/** Counts the pictures that end with nothing below the last row. Runs in the page. */
function watchForBlanks(selector: string): void {
  window.blankPictures = 0;
  const list = document.querySelector(selector) as HTMLElement;
  const look = (): void => {
    const endPx = Math.max(...[...list.querySelectorAll('.row')].map((row) => row.getBoundingClientRect().bottom));
    if (endPx < list.getBoundingClientRect().bottom - 40) window.blankPictures += 1;
  };
  const afterPicture = (): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = look;
    port2.postMessage(undefined);
    requestAnimationFrame(afterPicture);
  };
  requestAnimationFrame(afterPicture);
}

/** Whether there is nothing below the last row, which is not the last of all. Runs in the page. */
function isBlankBelow(selector: string): boolean {
  const list = document.querySelector(selector) as HTMLElement;
  const endPx = Math.max(...[...list.querySelectorAll('.row')].map((row) => row.getBoundingClientRect().bottom));
  return endPx < list.getBoundingClientRect().bottom;
}

/** The first row that is seen whole, and where it stands in the list. Runs in the page. */
function rowAtTop(selector: string): { readonly path: string | null | undefined; readonly px: number } {
  const list = document.querySelector(selector) as HTMLElement;
  const fromPx = list.getBoundingClientRect().top;
  const rows = [...list.querySelectorAll('.row')].map((row) => ({ row, px: row.getBoundingClientRect().top - fromPx }));
  const { row, px } = rows.filter((one) => one.px >= 0).sort((one, other) => one.px - other.px)[0] ?? {
    px: Number.NaN,
  };
  return {
    path: row
      ?.querySelector('a')
      ?.getAttribute('href')
      ?.replace(/.*event=/, ''),
    px,
  };
}
