import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sessionPath } from '../../src/web/state/address.ts';
import { tellHostile } from '../helpers/hostile-story.ts';
import { FLAG, HOSTILE_TEXTS } from '../helpers/hostile-texts.ts';
import { describePage } from './describe-page.ts';
import type { OpenPage } from './page.ts';

/** By the browser's own clock, on a machine that has ten other things to do: a pause that anybody would call a hang. */
const MAX_PAUSE_MS = 3000;
/** What turns text around, or would mean something to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what we look for
const DANGEROUS = /[\u0000\u0007\u001b\u009b\u200b\u202a-\u202e\u2066-\u2069\u{e0041}]/u;

describePage('hostile content', { settings: { maxEventBytes: 32 * 1024 * 1024 } }, (stage) => {
  /** Those that end a call hold what began it, too. */
  async function readSeqs(session: string): Promise<number[]> {
    const seqs: number[] = [];
    let [after, hasMore] = [0, true];
    while (hasMore) {
      const query = new URLSearchParams({ session, after: String(after), limit: '5' });
      const answer = await stage.daemon.request(`/v1/events?${query}`);
      const page = (await answer.json()) as { events: { seq: number; type: string }[]; after: number; more: boolean };
      seqs.push(...page.events.filter(({ type }) => type !== 'hook.pre_tool').map(({ seq }) => seq));
      [after, hasMore] = [page.after, page.more];
    }
    return seqs;
  }

  /** Everything that the page did beside being looked at. */
  async function withWatchedPage(at: string, use: (opened: OpenPage) => Promise<void>): Promise<void> {
    const context = await stage.open('/');
    const { page } = context;
    await page.locator('.session-row').first().waitFor(); // else the ticket is on its way still
    const elsewhere: string[] = [];
    page.on('request', (request) => request.url().startsWith(`${stage.daemon.url}/`) || elsewhere.push(request.url()));
    page.on('dialog', (dialog) => {
      elsewhere.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => elsewhere.push(`a window: ${popup.url()}`));
    await page.addInitScript(WATCH);
    await page.goto(stage.daemon.url + at);
    await use(context);
    expect(elsewhere).toEqual([]);
    expect(await page.evaluate((flag) => flag in window, FLAG)).toBe(false);
    expect(await page.title()).toMatch(/ · mpm-hook$/);
    expect(await longestPause(page)).toBeLessThan(MAX_PAUSE_MS);
    expect(context.complaints).toEqual([]);
    await context.close();
  }

  test.each(Object.entries(HOSTILE_TEXTS))('%s: text in every view and every detail', async (_, text) => {
    const session = await tellHostile(stage.daemon, text);
    const seqs = await readSeqs(session);
    expect(seqs.length).toBeGreaterThan(10);
    const events = `/events?${new URLSearchParams({ session })}`;
    await withWatchedPage(sessionPath(session), async ({ page }) => {
      await page.locator('.moment').first().waitFor();
      await expectCalm(page);
      for (const seq of seqs) {
        await goTo(page, `${sessionPath(session)}?event=${seq}`);
        await page.locator('.detail-body .raw').first().waitFor();
        await page.locator('.detail-body > .loading').waitFor({ state: 'detached' });
        await expectCalm(page);
      }
      for (const at of [`${sessionPath(session)}?show=files`, '/sessions', events]) {
        await goTo(page, at);
        await page.locator('.file-line, .session-row, .event-line').first().waitFor();
        await expectCalm(page);
      }
      await goTo(page, `${sessionPath(session)}?show=waterfall`);
      await page.locator('.waterfall-row .waterfall-label').last().hover();
      await page.locator('.waterfall-tip').waitFor();
      await expectCalm(page);
      await goTo(page, '/overview');
      await page.getByRole('region', { name: 'Slowest calls' }).locator('li').first().waitFor();
      await expectCalm(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command or session' }).fill('hostile');
      await page.getByRole('option', { name: /Search all events/ }).waitFor();
      await expectCalm(page);
      await page.keyboard.press('Escape');
      await goTo(page, `${sessionPath(session)}?replay=start&speed=max`);
      await page.locator('.transport').waitFor();
      await page.locator('.moment').first().waitFor();
      await expectCalm(page);
      await page.getByRole('link', { name: 'Sessions' }).first().click();
      await page.locator('.session-row').first().waitFor();
    });
  });

  test('JSON of ten thousand levels: the story goes on, and the detail is told field by field', async () => {
    const deep = `${'{"a":['.repeat(5000)}1${']}'.repeat(5000)}`;
    const session = `deep-${randomUUID()}`;
    const event = `"session_id":"${session}","cwd":"/home/dev/deep","tool_use_id":"deep-1"`;
    const call = `${event},"tool_name":"Odd","tool_input":{"deep":${deep}}`;
    await stage.daemon.post(`{${call},"hook_event_name":"PreToolUse"}`);
    await stage.daemon.post(`{${call},"hook_event_name":"PostToolUse","tool_response":${deep}}`);
    await stage.daemon.post(`{${event},"hook_event_name":"UserPromptSubmit","prompt":"Said after it"}`);
    await withWatchedPage(sessionPath(session), async ({ page }) => {
      await page.getByRole('listitem').getByText('Said after it').waitFor();
      await page.locator('.moment-call').click();
      await page.locator('.detail-body .field').first().waitFor();
      await page.getByText('Raw event, end').click();
      await page.locator('.raw .code-line').first().waitFor();
      await page
        .getByRole('button', { name: /^Show all 20,0/ })
        .last()
        .click();
      await page.locator('.rows-all').evaluate((rows) => rows.scrollTo(0, rows.scrollHeight / 2));
      await expectCalm(page);
    });
  });
});

/** Another address without loading the page anew, as a link of its own leads there. */
async function goTo(page: Page, at: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, at);
}

const WATCH = `
  window.pauses = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.pauses.push(duration);
  }).observe({ type: 'longtask' });
`;

function longestPause(page: Page): Promise<number> {
  return page.evaluate<number>('Math.max(0, ...window.pauses)');
}

/** Nothing stands outside of the page, nor outside of its pane; nothing of it is made of a text; nothing dangerous is left in one. */
async function expectCalm(page: Page): Promise<void> {
  const { strange, outside, wide, text } = await page.evaluate(() => {
    const main = document.querySelector('main') as HTMLElement;
    const shown = [main, ...document.querySelectorAll('dialog')];
    const scrolls = (element: Element) => element.closest('.md-table, .rows-all, .chips') !== null;
    const panes = [
      ...main.querySelectorAll('.detail, .session-main, .events-main, .sessions-view, .overview, .replay'),
    ];
    const isOutside = (pane: Element) => (element: Element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > pane.getBoundingClientRect().right + 1 && !scrolls(element);
    };
    return {
      strange: shown.flatMap((one) => [
        ...one.querySelectorAll('script, iframe, img:not(.picture), style, base, meta, object, [onload], [onerror]'),
      ]).length,
      outside: panes.flatMap((pane) =>
        [...pane.querySelectorAll('p, dd, a, h1, h2, .text-block, .diff, .markdown')]
          .filter(isOutside(pane))
          .map((one) => `${pane.className}: ${one.outerHTML.slice(0, 120)}`),
      ),
      wide: document.documentElement.scrollWidth - innerWidth,
      text: shown.map((one) => one.innerText).join('\n'),
    };
  });
  expect(strange).toBe(0);
  expect(outside).toEqual([]);
  expect(wide).toBeLessThanOrEqual(0);
  expect(DANGEROUS.exec(text)).toBe(null);
}
