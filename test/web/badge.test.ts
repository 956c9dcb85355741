import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';

/** A tab that can be put behind another; who uses it wants to know of what fails. */
const BEHIND = `
  localStorage.setItem('mpm-hook.settings', JSON.stringify({ notify: { failed: window.name !== 'nothing chosen' } }));
  Object.defineProperty(document, 'hidden', { get: () => window.isBehind === true });
  window.putBehind = (isBehind) => {
    window.isBehind = isBehind;
    document.dispatchEvent(new Event('visibilitychange'));
  };
`;

describePage('failures in the title of the tab', {}, (stage) => {
  const tell = (id: string, event: string, more: object = {}) =>
    stage.daemon.post({ session_id: id, cwd: '/home/dev/shop', hook_event_name: event, ...more });
  const fail = async (page: Page, id: string): Promise<void> => {
    await tell(id, 'UserPromptSubmit', { prompt: `the wish of ${id}` });
    await page.locator('.session-row.is-working', { hasText: `the wish of ${id}` }).waitFor();
    await tell(id, 'StopFailure', { error: 'overloaded' });
    await page.locator('.session-row.is-idle', { hasText: `the wish of ${id}` }).waitFor();
  };
  async function openAnew(name = '') {
    const opened = await stage.open('/');
    const { page } = opened;
    await page.locator('.live-live').waitFor(); // a ticket that is being traded is lost by a reload
    await page.evaluate((own) => {
      window.name = own;
    }, name);
    await page.context().addInitScript(BEHIND);
    await page.reload();
    await page.locator('.live-live').waitFor();
    return opened;
  }

  test('count while the page cannot be seen, each session once, and no longer than that', async () => {
    const { page, complaints, close } = await openAnew();
    await fail(page, 'seen');
    expect(await page.title()).toBe('Sessions · mpm-hook');
    await page.evaluate('putBehind(true)');
    await fail(page, 'one');
    await until(async () => (await page.title()) === '(1) Sessions · mpm-hook');
    await fail(page, 'one');
    await fail(page, 'two');
    await until(async () => (await page.title()) === '(2) Sessions · mpm-hook');
    await tell('two', 'PermissionRequest', { tool_name: 'Bash', tool_input: {} });
    await page.locator('.session-row.is-waiting', { hasText: 'the wish of two' }).waitFor();
    expect(await page.title()).toBe('(2) Sessions · mpm-hook');
    await page.evaluate('putBehind(false)');
    await until(async () => (await page.title()) === '(1) Sessions · mpm-hook'); // that waits still
    await tell('two', 'SessionEnd', { reason: 'other' });
    expect(complaints).toEqual([]);
    await close();
  });

  test('do not count where nobody asked to be told of them', async () => {
    const { page, close } = await openAnew('nothing chosen');
    await page.evaluate('putBehind(true)');
    await fail(page, 'unasked');
    expect(await page.title()).toBe('Sessions · mpm-hook');
    await close();
  });
});
