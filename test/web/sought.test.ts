import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';

describePage('what was looked for, in the detail', {}, (stage) => {
  async function untilIndexed(): Promise<void> {
    const lagEvents = async () => ((await stage.daemon.status()).search as { lagEvents: number }).lagEvents;
    await until(async () => (await lagEvents()) === 0, { what: 'the index' });
  }

  async function post(word: string, stdout: string): Promise<void> {
    const call = { tool_name: 'Bash', tool_input: { command: 'make it' }, tool_use_id: word };
    const event = { session_id: word, cwd: '/home/dev/sought', hook_event_name: 'PostToolUse', ...call };
    await stage.daemon.post({ ...event, tool_response: { stdout } });
    await untilIndexed();
  }

  /** Whether it stands within what can be seen of the others. */
  async function isWithin(inner: Locator, ...outer: Locator[]): Promise<boolean> {
    const boxes = await Promise.all([inner, ...outer].map((one) => one.boundingBox()));
    const [box, ...around] = boxes.map((one) => ({ top: one?.y ?? -1, bottom: (one?.y ?? -1) + (one?.height ?? 0) }));
    return box !== undefined && around.every(({ top, bottom }) => box.top >= top && box.bottom <= bottom);
  }

  test('deep in an output it is come to, and marked as text', async () => {
    const word = `needle${randomUUID().slice(0, 8)}`;
    const lines = Array.from({ length: 5000 }, (_, at) => `line ${at + 1}`);
    lines[4900] = `<img src=x onerror=alert(1)><b>${word}</b>`;
    await post(word, lines.join('\n'));
    await stage.withPage(`/events?q=${word}`, async ({ page }) => {
      await page.locator('.event-line').click();
      const detail = page.locator('.detail-body');
      const mark = detail.getByRole('region', { name: 'Output' }).locator('mark', { hasText: word });
      await mark.waitFor();
      const rows = detail.getByRole('region', { name: 'Output' });
      await rows.getByText('line 4890', { exact: true }).waitFor();
      await until(() => isWithin(mark, rows, detail), { what: 'the mark in sight' });
      expect(await rows.locator('.text-row', { has: page.locator('mark') }).innerText()).toBe(lines[4900]);
      expect(await rows.locator('b, img').count()).toBe(0);
      await rows.evaluate((all) => all.scrollTo(0, 0));
      await rows.getByText('line 1', { exact: true }).waitFor(); // the place is the reader's from then on
      expect(await rows.evaluate((all) => all.scrollTop)).toBe(0);
    });
  });

  test('in a line of a million characters only some are marked', async () => {
    const word = `straw${randomUUID().slice(0, 8)}`;
    await post(word, `${word} `.repeat(1_000_000 / (word.length + 1)));
    await stage.withPage(`/events?q=${word}`, async ({ page }) => {
      await page.locator('.event-line').click();
      const marks = page.locator('.detail-body mark');
      await marks.first().waitFor();
      expect(await marks.count()).toBeLessThan(200);
    });
  });

  test('in what somebody asked it is marked too; without a search nothing is', async () => {
    const word = `thread${randomUUID().slice(0, 8)}`;
    const prompt = `Look for **${word}** in \`${word}.ts\``;
    await stage.daemon.post({ session_id: word, cwd: '/', hook_event_name: 'UserPromptSubmit', prompt });
    await untilIndexed();
    await stage.withPage(`/events?q=${word}`, async ({ page }) => {
      await page.locator('.event-line').click();
      await page.locator('.detail-body code mark', { hasText: word }).waitFor();
      expect(await page.locator('.detail-body .markdown mark').count()).toBe(2);
      const query = new URL(page.url()).searchParams;
      await page.goto(`${stage.daemon.url}/events?event=${query.get('event')}`);
      await page.locator('.detail-body code', { hasText: word }).waitFor();
      expect(await page.locator('.detail-body mark').count()).toBe(0);
    });
  });
});
