import { expect, test } from 'vitest';
import { REDEEM_PATH } from '../../src/shared/page-paths.ts';
import { describePage } from './describe-page.ts';

describePage('opening the page', {}, (stage) => {
  test('it is painted before its ticket was traded, and asks for nothing until then', async () => {
    const page = await stage.browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const trade = Promise.withResolvers<void>();
    await page.route(`**${REDEEM_PATH}`, async (route) => {
      await trade.promise;
      await route.continue();
    });
    const answer = await stage.daemon.request('/v1/tickets', { method: 'POST' });
    const { ticket } = (await answer.json()) as { ticket: string };

    await page.goto(`${stage.daemon.url}/#ticket=${ticket}`);
    await page.getByRole('link', { name: 'Overview' }).waitFor();
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([REDEEM_PATH]);
    trade.resolve();
    await page.getByText('Nothing has happened yet.').waitFor();
    await page.close();
  });

  test('the first picture waits for one script and one sheet', async () => {
    const html = await (await fetch(`${stage.daemon.url}/`)).text();
    expect(html.match(/<script|rel="(modulepreload|stylesheet)"/g)).toHaveLength(2);
  });
});
