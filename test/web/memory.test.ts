import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { postLines, promptsOf } from '../helpers/fill-store.ts';
import { describePage } from './describe-page.ts';

describePage('a page that is kept open', {}, (stage) => {
  test.each(['', '?show=waterfall'])('rows that have left the screen leave no trace in memory (%s)', async (query) => {
    const id = randomUUID();
    await postLines(stage.daemon, promptsOf(id, 50));
    await stage.withPage(`/sessions/${id}${query}`, async ({ page }) => {
      await page.getByText('50 and 49').first().waitFor();
      for (let count = 51; count < 91; count += 1) {
        await postLines(stage.daemon, promptsOf(id, count));
        await page
          .getByText(`${count} and ${count - 1}`)
          .first()
          .waitFor({ state: 'attached' });
      }
      expect(await countDetached(page)).toBeLessThan(200); // the browser has not let go of all of them yet
    });
  });
});

/** Links that are in memory, but not in the page any more. */
async function countDetached(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'HTMLAnchorElement.prototype' });
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
  const counted = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.filter(({ isConnected }) => !isConnected).length; }',
    returnByValue: true,
  });
  return Number(counted.result.value);
}
