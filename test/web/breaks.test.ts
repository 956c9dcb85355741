import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';
import { HINDRANCE, launchBrowser, openPage } from './page.ts';
import { spawnForTest } from './spawn-for-test.ts';

/** What turns text around, or would mean something to a terminal. */
const DANGEROUS = ['\u001b', '\u0007', '\u202e', '\u2066'];

const title =
  HINDRANCE === undefined ? 'what may happen to the page' : `what may happen to the page (skipped: ${HINDRANCE})`;

describe.skipIf(HINDRANCE !== undefined)(title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('the daemon is killed: the page says so, connects to the next one and shows what it missed', async () => {
    const home = createTempHome();
    const port = String(await freePort());
    const first = await spawnForTest(home, { MPM_HOOK_PORT: port });
    await first.post({
      session_id: 'a',
      cwd: '/home/dev/a',
      hook_event_name: 'UserPromptSubmit',
      prompt: 'before the end',
    });
    const { page, close } = await openPage(browser, first, '/events');
    await page.getByText('before the end').waitFor();
    await page.getByText('Live', { exact: true }).waitFor(); // what is read before may be there sooner

    await first.end('SIGKILL');
    await page.getByText('The daemon does not answer.').waitFor();

    const second = await spawnForTest(home, { MPM_HOOK_PORT: port });
    await second.post({
      session_id: 'b',
      cwd: '/home/dev/b',
      hook_event_name: 'UserPromptSubmit',
      prompt: 'while away',
    });
    await page.getByText('while away').waitFor();
    await page.getByText('Connected again', { exact: false }).waitFor();
    expect(await page.getByText('before the end').count()).toBe(1);
    await page.getByRole('link', { name: 'Sessions' }).first().click();
    await page.locator('.session-row', { hasText: 'while away' }).waitFor();
    await close();
    await second.end();
    home.remove();
  });

  test('what is shown stays when reading on fails, and can be read again', async () => {
    const home = createTempHome();
    const options = { home, settings: { port: await freePort() }, page: readPageFiles() };
    const first = await startTestDaemon(options);
    await first.post({ session_id: 'a', cwd: '/home/dev/a', hook_event_name: 'UserPromptSubmit', prompt: 'a wish' });
    const { page, close } = await openPage(browser, first, '/events');
    await page.locator('.event-line', { hasText: 'a wish' }).waitFor();
    const isReadingOn = (url: URL) => url.pathname === '/v1/events' && url.searchParams.has('after');
    await page.route(isReadingOn, (route) => route.abort());
    await first.stop();
    const second = await startTestDaemon(options);
    const note = page.getByText('Not everything could be read', { exact: false });
    await note.waitFor();
    expect(await page.locator('.event-line', { hasText: 'a wish' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Read again' }).click();
    await note.waitFor({ state: 'detached' });
    expect(await page.locator('.event-line', { hasText: 'a wish' }).count()).toBe(1);
    await close();
    await second.close();
  });

  test.each(['/', '/sessions/gone?event=2', '/events?event=2'])(
    'what is forgotten goes from %s at once',
    async (at) => {
      const daemon = await startTestDaemon({ page: readPageFiles() });
      const prompt = { cwd: '/home/dev/a', hook_event_name: 'UserPromptSubmit' };
      await daemon.post({ ...prompt, session_id: 'stays', prompt: 'a plain wish' });
      await daemon.post({ ...prompt, session_id: 'gone', prompt: 'a planted word' });
      const { page, complaints, close } = await openPage(browser, daemon, at);
      await page.getByText('a planted word').first().waitFor();
      if (at.includes('event=')) await page.locator('.detail', { hasText: 'a planted word' }).waitFor();

      expect((await daemon.request('/v1/sessions/gone', { method: 'DELETE' })).status).toBe(200);

      await page.getByText('Events were forgotten', { exact: false }).waitFor();
      await until(async () => !(await page.content()).includes('planted'), {
        what: 'the page without the planted word',
      });
      if (at === '/sessions/gone?event=2') await page.getByText('No session has this id.').waitFor();
      else await page.getByText('a plain wish').first().waitFor();
      expect(complaints.filter((one) => !one.includes('404'))).toEqual([]); // the browser notes each answer of that kind
      await close();
      await daemon.close();
    },
  );

  test('nothing has happened yet: it says how to install', async () => {
    const daemon = await startTestDaemon({ page: readPageFiles() });
    const { page, complaints, close } = await openPage(browser, daemon);
    await page.getByText('mpm-hook install').waitFor();
    expect(complaints).toEqual([]);
    await close();
    await daemon.close();
  });

  test('a ticket that was used already is said to be, and the page asks for another', async () => {
    const daemon = await startTestDaemon({ page: readPageFiles() });
    const page = await browser.newPage();
    await page.goto(`${daemon.url}/#ticket=${'x'.repeat(43)}`);
    await page.getByText('was used already', { exact: false }).waitFor();
    await page.getByText('This page needs a ticket.').waitFor();
    await page.close();
    await daemon.close();
  });

  test('whatever an event holds stays text, and the page goes on', async () => {
    const daemon = await startTestDaemon({ page: readPageFiles() });
    const hostile = [
      '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
      '\u001b[31mred\u001b[0m \u001b]0;owned\u0007 \u202egnp.exe\u202c \u2066abc',
      `"><svg onload=document.title="owned"> javascript:document.title="owned" {{7*7}} \u0000 \ud800`,
      'x'.repeat(200_000),
    ];
    for (const text of hostile) {
      const event = { session_id: `s-${text}`.slice(0, 60), cwd: `/home/${text}`.slice(0, 200), title: text };
      await daemon.post({ ...event, hook_event_name: 'UserPromptSubmit', prompt: text });
      const call = {
        ...event,
        tool_name: text.slice(0, 100),
        tool_use_id: text.slice(0, 50),
        tool_input: { [text.slice(0, 50)]: text },
      };
      await daemon.post({ ...call, hook_event_name: 'PreToolUse' });
      await daemon.post({ ...call, hook_event_name: 'PostToolUse', tool_response: { stdout: text } });
    }
    const { page, complaints, close } = await openPage(browser, daemon);
    await page.waitForSelector('.session-row');
    const links = await page
      .locator('.session-row')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('href') ?? ''));
    expect(links).toHaveLength(hostile.length);
    for (const at of [...links, '/events']) {
      await page.goto(daemon.url + at);
      const rows = page.locator('.moment-call, .event-line');
      await rows.first().waitFor();
      await rows.first().click();
      await page.waitForSelector('.detail .fields');
      await page.getByText('Raw event', { exact: false }).first().click();
      await page.waitForSelector('.raw .text-block');
      expect(await page.title()).toMatch(/ · mpm-hook$/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.locator('main img, main script, main svg[onload]').count()).toBe(0);
      const shown = await page.locator('main').innerText();
      expect(DANGEROUS.filter((character) => shown.includes(character))).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await close();
    await daemon.close();
  });
});
