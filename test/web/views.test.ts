import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fillStore } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

const WAITING = '5d0c2a1e-checkout';

describePage('the page', { fill: fillStore }, (stage) => {
  const { withPage } = stage;
  test('opens by a ticket, which is gone from the address at once; the token is in the tab’s storage only', () =>
    withPage('/', async ({ page }) => {
      await page.waitForSelector('.session-row');
      expect(page.url()).toBe(`${stage.daemon.url}/`);
      const kept = await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]);
      expect(kept).toEqual([1, 0, '']);
      expect(await page.content()).not.toContain(stage.daemon.token());
    }));

  test('without a ticket it tells what to do', async () => {
    const page = await stage.browser.newPage();
    await page.goto(`${stage.daemon.url}/`);
    await page.getByText('mpm-hook open').waitFor();
    await page.close();
  });

  test('who waits for a human stands first, whatever the project', () =>
    withPage('/', async ({ page }) => {
      const first = page
        .getByRole('listitem')
        .filter({ has: page.getByRole('link') })
        .first();
      expect(await first.innerText()).toMatch(/Waiting[\s\S]*push the branch[\s\S]*web-shop/);
    }));

  test('the filter and the state narrow the sessions, and stand in the address', () =>
    withPage('/', async ({ page }) => {
      await page.getByLabel('Filter sessions').fill('ledger');
      await until(async () => (await page.locator('.session-row').count()) === 1);
      expect(new URL(page.url()).search).toBe('?q=ledger');
      await page.reload();
      await page.waitForSelector('.session-row');
      expect(await page.locator('.session-row').count()).toBe(1);
      await page.getByRole('button', { name: /^Waiting/ }).click();
      await page.getByRole('button', { name: 'Show all sessions' }).click();
      await until(async () => (await page.locator('.session-row').count()) > 5);
    }));

  test('a new session shows by itself, and what it does', () =>
    withPage('/', async ({ page }) => {
      await page.waitForSelector('.session-row');
      const event = { session_id: 'live-1', cwd: '/home/dev/code/live', hook_event_name: 'UserPromptSubmit' };
      await stage.daemon.post({ ...event, prompt: 'Arrived just now' });
      await page.getByText('Arrived just now').waitFor();
      const call = { ...event, hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_use_id: 'live-call' };
      await stage.daemon.post({ ...call, tool_input: { command: 'make it so' } });
      await page.getByText('make it so').waitFor();
    }));

  test('the story of a session joins calls with what became of them, and goes on by itself', () =>
    withPage(`/sessions/${WAITING}`, async ({ page }) => {
      const story = page.getByRole('list', { name: 'Story of the session' });
      await story.locator('.moment-error', { hasText: 'keeps the cart' }).waitFor();
      expect(await story.locator('.outcome-failed').innerText()).toMatch(/npm test[\s\S]*failed[\s\S]*8.1 s/);
      expect(await story.locator('.depth-1').count()).toBe(5);
      const word = `And another thing ${randomUUID()}`;
      await stage.daemon.post({
        session_id: WAITING,
        hook_event_name: 'UserPromptSubmit',
        prompt: word,
      });
      await story.getByText(word).waitFor();
    }));

  test('a call opens with its input, its error and its raw events; the address leads back to it', () =>
    withPage(`/sessions/${WAITING}`, async ({ page }) => {
      await page.locator('.outcome-failed').click();
      const detail = page.getByRole('complementary', { name: 'Detail' });
      await detail.getByText('AssertionError').waitFor();
      await page.reload();
      await detail.getByText('AssertionError').waitFor();
      await detail.getByText('Raw event, end').click();
      await detail.getByText('"hook.post_tool_use_failure"', { exact: false }).waitFor();
      await page.keyboard.press('Escape');
      await detail.waitFor({ state: 'detached' });
    }));

  test('all events: the newest at the end, live, narrowed by the address', () =>
    withPage('/events?tool=WebFetch', async ({ page }) => {
      await page.waitForSelector('.event-line');
      const answer = await stage.daemon.request('/v1/events?tool=WebFetch');
      const { events } = (await answer.json()) as { events: unknown[] };
      expect(events.length).toBeGreaterThanOrEqual(4);
      expect(await page.locator('.event-line').count()).toBe(events.length);
      const url = `https://${randomUUID()}.example`;
      const event = { session_id: 'live-2', cwd: '/home/dev/code/live', hook_event_name: 'PreToolUse' };
      await stage.daemon.post({ ...event, tool_name: 'Bash', tool_use_id: 'b', tool_input: { command: 'not this' } });
      await stage.daemon.post({
        ...event,
        tool_name: 'WebFetch',
        tool_use_id: 'w',
        tool_input: { url },
      });
      await page.getByText(url).waitFor();
      expect(await page.getByText('not this').count()).toBe(0);
    }));

  test('at the end of all events it stays there; elsewhere it keeps the place, and says what is new', () =>
    withPage('/events', async ({ page }) => {
      const say = (prompt: string) =>
        stage.daemon.post({ session_id: 'e', cwd: '/e', hook_event_name: 'UserPromptSubmit', prompt });
      const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
      await page.waitForSelector('.event-line');
      await say(first);
      await page.getByText(first).waitFor();
      await page.locator('.scroller').evaluate((list) => list.scrollTo(0, list.scrollHeight / 2));
      await page.getByText(first).waitFor({ state: 'detached' });
      const place = await page.locator('.scroller').evaluate((list) => list.scrollTop);
      await say(second);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await page.locator('.scroller').evaluate((list) => list.scrollTop)).toBe(place);
      await page.getByRole('button', { name: '1 new' }).click();
      await page.getByText(second).waitFor();
      await say(third);
      await page.getByText(third).waitFor();
      expect(await page.locator('.pill').count()).toBe(0);
    }));

  test('a pause holds everything back, says how much, and loses nothing', () =>
    withPage('/events', async ({ page }) => {
      await page.waitForSelector('.event-line');
      const sign = `while paused ${randomUUID()}`;
      await page.keyboard.press('p');
      for (const word of ['first', 'second']) {
        await stage.daemon.post({
          session_id: 'p',
          cwd: '/p',
          hook_event_name: 'UserPromptSubmit',
          prompt: `${word} ${sign}`,
        });
      }
      await page.getByText('Paused, 2 new').waitFor();
      expect(await page.getByText(sign).count()).toBe(0);
      await page.keyboard.press('p');
      await page.getByText(`second ${sign}`).waitFor();
      expect(await page.getByText(`first ${sign}`).count()).toBe(1);
    }));

  test('where there is room for little, of all that is counted the errors are told', () =>
    withPage(
      '/',
      async ({ page }) => {
        await page
          .locator('.session-row .count-bad', { hasText: /^1 error$/ })
          .first()
          .waitFor();
        expect(await page.locator('.count:not(.count-bad)').filter({ visible: true }).count()).toBe(0);
      },
      { viewport: { width: 390, height: 844 } },
    ));

  test('what moves stands still for who wants it so', async () => {
    for (const [reducedMotion, moves] of [
      ['no-preference', 'breathe'],
      ['reduce', 'none'],
    ] as const) {
      const { page, close } = await stage.open('/', { reducedMotion });
      const lamp = page.locator('.session-row .lamp-working svg').first();
      expect(await lamp.evaluate((picture) => getComputedStyle(picture).animationName)).toBe(moves);
      await close();
    }
  });

  test('by keys alone: to a row, into it, to another view, through the palette', () =>
    withPage('/', async ({ page }) => {
      await page.waitForSelector('.session-row');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await until(() => page.evaluate(() => document.activeElement?.classList.contains('session-row')));
      await page.keyboard.press('Enter');
      await page.waitForSelector('.session-head');
      await page.keyboard.press('g');
      await page.keyboard.press('e');
      await page.waitForSelector('.event-line');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command or session' }).fill('migration');
      await page
        .getByRole('option', { name: /migration/ })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.waitForSelector('.session-head');
      expect(page.url()).toContain('c40a19d3');
    }));

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each([
      ['/', '.session-row'],
      [`/sessions/${WAITING}`, '.moment'],
      ['/events', '.event-line'],
    ])('nothing at %s keeps anybody out', async (at, sign) => {
      for (const width of [390, 1440]) {
        const viewport = { width, height: 844 };
        const { page, complaints, close } = await stage.open(at, { colorScheme, viewport });
        await page.waitForSelector(sign);
        expect(await seriousFindings(page)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await close();
      }
    });
  });
});
