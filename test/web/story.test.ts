import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { BUSY_SESSION } from '../helpers/busy-session.ts';
import { fillStore } from '../helpers/fill-store.ts';
import { recordedStory } from '../helpers/stories.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';

/** High enough that all rows of a story are in the page. */
const TALL = { viewport: { width: 1200, height: 2600 } };

describePage('the story of a session', { fill: fillStore }, (stage) => {
  const factOf = (page: Page, name: string) =>
    page.locator('.session-facts > div', { has: page.getByText(name, { exact: true }) }).getByRole('link');

  test('leads to the one that /clear began, and back', async () => {
    const [earlier = '', later = ''] = new Set(recordedStory('tui-basic').map(({ data }) => String(data.session_id)));
    await stage.withPage(`/sessions/${earlier}`, async ({ page }) => {
      await factOf(page, 'Goes on as').click();
      await until(() => page.url().endsWith(`/sessions/${later}`));
      expect(await factOf(page, 'Goes on as').count()).toBe(0);
      await factOf(page, 'Follows').click();
      await until(() => page.url().endsWith(`/sessions/${earlier}`));
      expect(await factOf(page, 'Follows').count()).toBe(0);
    });
  });

  test('says of which sub-agent a row is, where it is of another than the row above', () =>
    stage.withPage(
      `/sessions/${BUSY_SESSION}`,
      async ({ page }) => {
        const tagged = page.locator('.moment', { has: page.locator('.moment-agent') });
        await until(async () => (await tagged.count()) === 7);
        const tags = await tagged.evaluateAll((rows) =>
          rows.map((row) => ['name', 'agent'].map((part) => row.querySelector(`.moment-${part}`)?.textContent)),
        );
        expect(tags).toEqual([
          ['Sub-agent', 'agen'],
          ['Sub-agent', 'agen'],
          ['Bash', 'Explore agen'],
          ['Bash', 'code-reviewer agen'],
          ['Grep', 'Explore agen'],
          ['Answer', 'code-reviewer agen'],
          ['Answer', 'Explore agen'],
        ]);
      },
      TALL,
    ));

  test('tells what Claude Code has only learnt to tell, in the waterfall too', () =>
    stage.withPage('/sessions/newer', async ({ page }) => {
      const base = { session_id: 'newer', cwd: '/home/dev/newer' };
      await stage.daemon.post({ ...base, hook_event_name: 'UserPromptSubmit', prompt: 'Plan it' });
      await stage.daemon.post({ ...base, hook_event_name: 'PlanApproved', message: 'as it stands' });
      await page.locator('.moment-note', { hasText: /Plan approved\s*as it stands/ }).waitFor();
      await page.keyboard.press('w');
      await page.getByRole('link', { name: /^Plan approved as it stands, at \d/ }).waitFor();
    }));
});
