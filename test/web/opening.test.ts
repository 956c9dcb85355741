import { expect, test } from 'vitest';
import { REDEEM_PATH } from '../../src/shared/page-paths.ts';
import { describePage } from './describe-page.ts';

describePage('opening the page', {}, (stage) => {
  const aTicket = async (): Promise<string> => {
    const answer = await stage.daemon.request('/v1/tickets', { method: 'POST' });
    return ((await answer.json()) as { ticket: string }).ticket;
  };

  test('it is painted before its ticket was traded, and asks for nothing until then', async () => {
    const page = await stage.browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const trade = Promise.withResolvers<void>();
    await page.route(`**${REDEEM_PATH}`, async (route) => {
      await trade.promise;
      await route.continue();
    });
    await page.goto(`${stage.daemon.url}/#ticket=${await aTicket()}`);
    await page.getByRole('link', { name: 'Overview' }).waitFor();
    expect(asked.filter((path) => path.startsWith('/v1/'))).toEqual([REDEEM_PATH]);
    trade.resolve();
    await page.getByText('Nothing has happened yet.').waitFor();
    await page.close();
  });

  test('the sessions are read when it is known how much was forgotten before, not sooner', async () => {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const course: string[] = [];
    const list = (url: URL) => url.pathname === '/v1/sessions';
    await page.route(list, (route) => {
      course.push('sessions');
      return route.continue();
    });
    await page.route('**/v1/status', async (route) => {
      const response = await route.fetch();
      course.push('counted');
      return route.fulfill({ response });
    });
    await page.goto(`${stage.daemon.url}/#ticket=${await aTicket()}`);
    await page.getByText('Nothing has happened yet.').waitFor();
    expect(course.slice(0, 2)).toEqual(['counted', 'sessions']);
    await context.close();
  });

  test('what is forgotten before the daemon has said how much that was is gone when it has', async () => {
    const begun = { cwd: '/home/dev/a', hook_event_name: 'UserPromptSubmit' };
    await stage.daemon.post({ ...begun, session_id: 'stays', prompt: 'a plain wish' });
    await stage.daemon.post({ ...begun, session_id: 'gone', prompt: 'a planted word' });
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const isForgotten = Promise.withResolvers<void>();
    let knocks = 0;
    await page.route('**/v1/status', async (route) => {
      knocks += 1;
      if (knocks === 1) return route.fulfill({ status: 503, json: { error: { code: 'stopping', message: 'Stops.' } } });
      await isForgotten.promise;
      return route.continue();
    });
    await page.goto(`${stage.daemon.url}/#ticket=${await aTicket()}`);
    await page.getByText('a planted word').waitFor();
    expect((await stage.daemon.request('/v1/sessions/gone', { method: 'DELETE' })).status).toBe(200);
    isForgotten.resolve();
    await page.getByText('a planted word').waitFor({ state: 'detached' });
    expect(await page.getByText('a plain wish').count()).toBe(1);
    await context.close();
  });

  test('the first picture waits for one script and one sheet', async () => {
    const html = await (await fetch(`${stage.daemon.url}/`)).text();
    expect(html.match(/<script|rel="(modulepreload|stylesheet)"/g)).toHaveLength(2);
  });
});
