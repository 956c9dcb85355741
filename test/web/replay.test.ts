import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { fillStore } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { type OpenPage, seriousFindings } from './page.ts';

const SESSION = '5d0c2a1e-checkout';

const NOW_MS = Date.now();

describePage('a session replayed', { fill: (daemon) => fillStore(daemon, NOW_MS) }, (stage) => {
  const { withPage } = stage;

  /** A place in the recording by how many seconds ago it was when the store was filled. */
  const at = (agoS: number): string => new Date(NOW_MS - agoS * 1000).toISOString();
  const withReplay = (place: string, use: (opened: OpenPage) => Promise<void>) =>
    withPage(`/sessions/${SESSION}?replay=${encodeURIComponent(place)}`, use);

  const count = async (page: Page, name: string): Promise<string> =>
    page.locator('.session-facts > div', { hasText: name }).locator('dd').innerText();

  test('a link leads to a place: story, lamp and counts are of then, and it stands', () =>
    withReplay(at(1720), async ({ page }) => {
      const story = page.getByRole('list', { name: 'Story of the session' });
      await story.getByText('src/session/renew.ts').first().waitFor();
      expect(await story.getByText('npm test', { exact: true }).count()).toBe(0);
      await page.locator('.session-standing', { hasText: 'Working' }).waitFor();
      expect(await count(page, 'Errors')).toBe('0');
      expect(await count(page, 'Prompts')).toBe('1');
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Back to now' }).click();
      await story.getByText('Good. Commit it and push the branch.').waitFor();
      expect(new URL(page.url()).search).toBe('');
    }));

  test('played as fast as may be it ends as the session stands now, idle times skipped', () =>
    withReplay('start', async ({ page }) => {
      await page.getByRole('button', { name: 'Pause the replay' }).waitFor();
      await page.getByLabel('Speed').selectOption('max');
      await page.getByRole('list').getByText('for permission', { exact: false }).waitFor();
      await page.locator('.session-standing', { hasText: 'permission for Bash' }).waitFor();
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      expect(await count(page, 'Calls')).toBe('12');
      await until(() => new URL(page.url()).searchParams.get('replay')?.startsWith(at(237).slice(0, 19)), {
        what: 'the end in the address',
      });
      expect(new URL(page.url()).searchParams.get('speed')).toBe('max');
    }));

  test('by keys alone: a step on, a step back, to the next prompt, faster; the address keeps the place', () =>
    withReplay(at(1714), async ({ page }) => {
      const failed = page.locator('.outcome-failed');
      await page.waitForSelector('.moment');
      await page.keyboard.press('.'); // the test run begins
      await page.locator('.outcome-running', { hasText: 'npm test' }).waitFor();
      await page.keyboard.press('.'); // and fails
      await failed.waitFor();
      await page.keyboard.press(',');
      await failed.waitFor({ state: 'detached' });
      await page.keyboard.press(']');
      await page.getByRole('list').getByText('Good. Commit it').waitFor();
      await page.keyboard.press('>');
      expect(await page.getByLabel('Speed').inputValue()).toBe('2');
      await until(() => new URL(page.url()).searchParams.get('replay') === at(260));
      await page.keyboard.press('ArrowLeft');
      await page.getByRole('list').getByText('Good. Commit it').waitFor({ state: 'detached' });
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Pause the replay' }).waitFor();
      await page.keyboard.press(' ');
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    }));

  test('a moment that is opened is in the address beside the place', () =>
    withReplay(at(1600), async ({ page }) => {
      await page.locator('.outcome-failed').click();
      await page.locator('.detail', { hasText: 'AssertionError' }).waitFor();
      await page.locator('.transport').waitFor();
      expect(new URL(page.url()).searchParams.get('event')).toMatch(/^\d+$/);
      await page.reload();
      await page.locator('.detail', { hasText: 'AssertionError' }).waitFor();
      await page.locator('.transport').waitFor();
    }));

  test('a moment that is opened by a link is not told before the replay has come to it', () =>
    withReplay(at(1600), async ({ page }) => {
      await page.waitForSelector('.moment');
      const { events } = (await (await stage.daemon.request(`/v1/events?session=${SESSION}&limit=1000`)).json()) as {
        events: { seq: number }[];
      };
      const here = new URL(page.url());
      here.searchParams.set('event', String(events.at(-1)?.seq));
      await page.evaluate((url) => history.replaceState(null, '', url), here.href);
      await page.reload();
      await page.getByText('This is still to come.').waitFor();
      expect(await page.locator('.detail .raw').count()).toBe(0);
      await page.getByRole('slider', { name: 'Place in the recording' }).press('End');
      await page.locator('.detail .raw').first().waitFor();
    }));

  test('over the waterfall the arrows play on and back, and with Shift they move what is looked at', () =>
    withPage(`/sessions/${SESSION}?show=waterfall&replay=${encodeURIComponent(at(1600))}`, async ({ page }) => {
      await page.waitForSelector('.waterfall-row');
      const place = () => new URL(page.url()).searchParams.get('replay');
      await until(() => place() === at(1600));
      await page.keyboard.press('ArrowLeft');
      await until(() => place() === at(1610));
      for (let times = 0; times < 3; times += 1) await page.keyboard.press('+');
      await until(() => page.url().includes('span='));
      const [span, speed] = [new URL(page.url()).searchParams.get('span'), await page.getByLabel('Speed').inputValue()];
      await page.keyboard.press('Shift+ArrowLeft');
      await until(() => new URL(page.url()).searchParams.get('span') !== span);
      expect([place(), speed]).toEqual([at(1610), '1']);
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog', { name: 'Keys' });
      await sheet.getByText('10 s back').waitFor();
      expect(await sheet.getByText('Look at what was earlier').locator('..').locator('kbd').allInnerTexts()).toEqual([
        'Shift',
        '←',
      ]);
    }));

  test('the slider leads anywhere, by mouse and by its own keys', () =>
    withReplay(at(1600), async ({ page }) => {
      await page.waitForSelector('.moment');
      const slider = page.getByRole('slider', { name: 'Place in the recording' });
      await slider.press('End');
      await page.getByRole('list').getByText('for permission', { exact: false }).waitFor();
      const box = await slider.boundingBox();
      if (box === null) throw new Error('no slider');
      await page.mouse.click(box.x + box.width * 0.5, box.y + box.height / 2); // in the long rest
      await page.locator('.session-standing', { hasText: 'Idle' }).waitFor();
      await page.getByRole('list').getByText('Good. Commit it').waitFor({ state: 'detached' }); // it stays until all was read
      await page.keyboard.press(' '); // though the slider has the focus
      await page.getByRole('button', { name: 'Pause the replay' }).waitFor();
    }));

  test('what happens meanwhile is not in the replay; back to now has it', async () => {
    const session = `replayed-${randomUUID()}`;
    const event = { session_id: session, cwd: '/home/dev/code/live', hook_event_name: 'UserPromptSubmit' };
    await stage.daemon.post({ ...event, prompt: 'recorded' });
    await withPage(`/sessions/${session}`, async ({ page }) => {
      await page.getByRole('link', { name: 'Replay' }).click();
      await page.locator('.transport').waitFor();
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      await stage.daemon.post({ ...event, prompt: 'while replayed' });
      await stage.daemon.post({ ...event, session_id: 'replayed-other', prompt: 'elsewhere' });
      await page.keyboard.press('.');
      expect(await page.getByText('while replayed').count()).toBe(0);
      expect(await count(page, 'Prompts')).toBe('1');
      await page.keyboard.press('Q');
      await page.getByText('while replayed').first().waitFor();
    });
  });

  test('a session that is forgotten while it is replayed is gone from the page', async () => {
    const event = { session_id: 'replayed-gone', cwd: '/home/dev/a', hook_event_name: 'UserPromptSubmit' };
    await stage.daemon.post({ ...event, prompt: 'a planted word' });
    const { page, close } = await stage.open('/sessions/replayed-gone?replay=1h');
    await page.getByText('a planted word').first().waitFor();
    await stage.daemon.request('/v1/sessions/replayed-gone', { method: 'DELETE' });
    await page.getByText('There is nothing to replay.').waitFor();
    expect(await page.content()).not.toContain('planted');
    await close();
  });

  test.each(['light', 'dark'] as const)('nothing of it keeps anybody out, in %s', async (colorScheme) => {
    for (const width of [390, 1024]) {
      const options = { colorScheme, viewport: { width, height: 844 } };
      const { page, complaints, close } = await stage.open(`/sessions/${SESSION}?replay=${at(1600)}`, options);
      await page.waitForSelector('.moment');
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await close();
    }
  });
});
