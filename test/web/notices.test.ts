import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

const PROMPT = { session_id: 'one', cwd: '/home/dev/one', hook_event_name: 'UserPromptSubmit' };

/** From the next connection on: takes events away on their way to the page, and says in their place that there is a gap. */
async function breakStream(page: Page) {
  let isOpen = true;
  let tell = (_message: object): void => {};
  await page.routeWebSocket(/stream/, (socket) => {
    const server = socket.connectToServer();
    tell = (message) => socket.send(JSON.stringify(message));
    server.onMessage((text) => {
      if (isOpen || String(text).includes('"system.')) socket.send(text);
    });
  });
  return {
    swallow: () => {
      isOpen = false;
    },
    goOn(count: number) {
      isOpen = true;
      tell({ type: 'system.gap', from: 1, to: count, count });
    },
  };
}

describePage('notices', {}, (stage) => {
  const prompt = (text: string) => stage.daemon.post({ ...PROMPT, prompt: text });

  test('a gap is told until somebody has taken note of it, several as one, and what was missed is read', async () => {
    await prompt('before the gap');
    const { page, complaints, close } = await stage.open('/events');
    const stream = await breakStream(page);
    await page.reload();
    await page.getByText('Live', { exact: true }).waitFor();
    stream.swallow();
    await prompt('what was missed');
    await prompt('what was missed, too');
    stream.goOn(2);
    const notice = page.getByRole('status').locator('.notice-warning');
    await notice.filter({ hasText: '2 events were missed' }).waitFor();
    await page.locator('.event-line', { hasText: 'what was missed, too' }).waitFor();
    stream.goOn(3);
    await notice.filter({ hasText: '5 events were missed' }).waitFor();
    expect(await notice.count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);

    const button = notice.getByRole('button', { name: 'Dismiss' });
    await button.press('Enter');
    await notice.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await close();
  });
});
