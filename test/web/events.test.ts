import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { InProcessDaemon } from '../helpers/daemon.ts';
import { fillStore } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

const MANY = 5000;

describePage('all events', { fill: fillAndIndex }, (stage) => {
  const { withPage } = stage;
  const say = (prompt: string) =>
    stage.daemon.post({ session_id: 'e', cwd: '/home/dev/e', hook_event_name: 'UserPromptSubmit', prompt });

  test('what is typed is looked for in all texts, and marked where it stands', () =>
    withPage('/events', async ({ page }) => {
      await page.waitForSelector('.event-line');
      await page.keyboard.press('/');
      await page.keyboard.type('"keeps the cart"');
      await page
        .locator('mark', { hasText: 'keeps the cart' })
        .or(page.locator('mark', { hasText: /^keeps$/ }))
        .first()
        .waitFor();
      expect(new URL(page.url()).searchParams.get('q')).toBe('"keeps the cart"');
      expect(await page.locator('.event-line:not(:has(mark))').count()).toBe(0);
    }));

  test('what cannot be looked for is said at the field', () =>
    withPage('/events?q=%22open', async ({ page }) => {
      await page.getByRole('alert').getByText('A quotation mark has no second one.').waitFor();
      const field = page.getByRole('searchbox');
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await field.fill('cart');
      await page.locator('mark').first().waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    }));

  test('what is found among what arrives is counted, and shown on wish', async () => {
    const word = `gooseberry${randomUUID().slice(0, 8)}`; // what was found once is found by a second try
    await withPage(`/events?q=${word}`, async ({ page }) => {
      await page.getByText('No event is like that.').waitFor();
      await say(`a ${word} at last`);
      await page.getByRole('button', { name: '1 new' }).click();
      await page.locator('mark', { hasText: word }).waitFor();
      await say(`and another ${word}`);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await page.locator('.event-line').count()).toBe(1);
    });
  });

  test('values that there are are offered; each is a chip, in the address, and goes again', () =>
    withPage('/events', async ({ page }) => {
      const filter = page.getByRole('combobox', { name: 'Filter by' });
      await filter.fill('bas');
      await page.getByRole('option', { name: 'Tool Bash' }).waitFor();
      await filter.press('Enter');
      await filter.fill('failed');
      await page.getByRole('option', { name: 'Outcome failed' }).click();
      await until(() => new URL(page.url()).search === '?tool=Bash&outcome=failed');
      await page.locator('.event-failed').first().waitFor();
      expect(await page.locator('.event-plain').count()).toBe(0);
      await page.reload();
      await page.getByRole('button', { name: 'Remove the filter Outcome: failed' }).click();
      await page.locator('.event-plain').first().waitFor();
      expect(new URL(page.url()).search).toBe('?tool=Bash');
    }));

  test.each(['agent=Explore', 'project=/home/dev/code/web-shop', 'session=5d0c2a1e-checkout', 'outcome=denied'])(
    'narrowed by %s the page and the daemon count the same',
    (query) =>
      withPage(`/events?${query}`, async ({ page }) => {
        await page.waitForSelector('.event-line');
        const answer = await stage.daemon.request(`/v1/events?${query}&limit=1000`);
        const { events } = (await answer.json()) as { events: unknown[] };
        expect(await page.locator('[aria-setsize]').first().getAttribute('aria-setsize')).toBe(String(events.length));
      }),
  );

  test('a quick range, and one that cannot be', () =>
    withPage('/events', async ({ page }) => {
      await page.getByRole('button', { name: 'Any time' }).click();
      await page.getByRole('button', { name: '1 hour', exact: true }).click();
      await page.getByRole('button', { name: 'Last 1 hour' }).waitFor();
      expect(new URL(page.url()).search).toBe('?since=1h');
      await page.getByRole('button', { name: 'Remove the filter Since: 1h' }).click();
      await page.getByRole('button', { name: 'Any time' }).waitFor();
    }));

  test('to the oldest, to a time and to the newest, with every row in its place', () =>
    withPage('/events', async ({ page }) => {
      const shown = () =>
        page
          .locator('.event-line')
          .evaluateAll((rows) =>
            rows.map((row) => Number(new URL((row as HTMLAnchorElement).href).searchParams.get('event'))),
          );
      const isConsecutive = (seqs: readonly number[]) =>
        seqs.every((seq, at) => at === 0 || seq === (seqs[at - 1] ?? 0) + 1);
      await page.waitForSelector('.event-line');
      await page.keyboard.press('O');
      await until(async () => (await shown())[0] === 1);
      expect(isConsecutive(await shown())).toBe(true);

      await page.goto(`${stage.daemon.url}/events?at=${new Date(Date.UTC(2026, 0, 1, 0, 0, 2500)).toISOString()}`);
      await until(async () => (await shown()).includes(2501), { what: 'the event of that time' });
      for (let turn = 0; turn < 30; turn += 1) {
        await page.mouse.move(600, 500);
        await page.mouse.wheel(0, -2000);
        const seqs = await shown();
        expect(isConsecutive(seqs)).toBe(true);
      }
      await until(async () => ((await shown())[0] ?? 0) < 2000);
      await page.keyboard.press('G');
      await until(async () => ((await shown()).at(-1) ?? 0) > MANY);
      expect(isConsecutive(await shown())).toBe(true);
      expect(new URL(page.url()).search).toBe('');
    }));

  test('a link to an event begins there', () =>
    withPage('/events?event=700', async ({ page }) => {
      await page.locator('.event-line[aria-current]').waitFor();
      await page.locator('.detail', { hasText: 'prompt 700' }).waitFor();
    }));

  test('a row tells the session, and how a call ended and how long it took; what is narrow keeps what failed', async () => {
    const id = randomUUID();
    const call = { session_id: id, cwd: '/home/dev/twins', tool_name: 'Bash', tool_input: { command: 'make' } };
    await stage.daemon.post({ ...call, hook_event_name: 'PostToolUse', tool_use_id: 'a', duration_ms: 8100 });
    const error = { error: 'Exit code 2', duration_ms: 40 };
    await stage.daemon.post({ ...call, hook_event_name: 'PostToolUseFailure', tool_use_id: 'b', ...error });
    await withPage(
      `/events?session=${id}`,
      async ({ page }) => {
        const rows = page.locator('.event-line');
        await rows.filter({ hasText: /twins[0-9a-f]{8}post_toolBash[\s\S]*ok\s*8\.1 s/ }).waitFor();
        await rows.filter({ hasText: /failed\s*40 ms/ }).waitFor();
        await stage.daemon.request(`/v1/sessions/${id}`, {
          method: 'PATCH',
          body: JSON.stringify({ name: 'The first twin' }),
          headers: { 'content-type': 'application/json' },
        });
        await rows.filter({ hasText: 'The first twin' }).nth(1).waitFor();
        const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
        expect(new Set(heights)).toEqual(new Set([30]));
        await page.setViewportSize({ width: 390, height: 844 });
        expect(await rows.last().innerText()).toMatch(/failed$/);
        expect(await rows.first().innerText()).not.toMatch(/twin|8\.1 s/);
      },
      { viewport: { width: 1440, height: 900 } },
    );
  });

  test('the command that exports what is shown can be copied', () =>
    withPage('/events?tool=Bash&outcome=failed', async ({ page }) => {
      await page.getByRole('button', { name: 'Share' }).click();
      await page.getByText('mpm-hook export --tool Bash --outcome failed --output events.jsonl').waitFor();
      await page.keyboard.press('Escape');
      expect(await page.getByRole('button', { name: 'Copy the link' }).count()).toBe(0);
    }));

  test('the palette leads from anywhere to what is found', () =>
    withPage('/', async ({ page }) => {
      await page.waitForSelector('.session-row');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('AssertionError');
      await page.getByRole('option', { name: /Search all events/ }).click();
      await page.locator('mark', { hasText: 'AssertionError' }).first().waitFor();
    }));

  test('where there is nothing to filter, the key leads to the search', () =>
    withPage('/sessions/5d0c2a1e-checkout', async ({ page }) => {
      await page.waitForSelector('.moment');
      await page.keyboard.press('/');
      await until(() => page.evaluate(() => document.activeElement?.getAttribute('type') === 'search'));
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/events');
    }));

  test.each(['light', 'dark'] as const)(
    'in %s, narrowed and with a panel open, nothing keeps anybody out',
    async (colorScheme) => {
      for (const width of [390, 1440]) {
        const options = { colorScheme, viewport: { width, height: 844 } };
        const { page, close } = await stage.open('/events?q=cart&tool=Bash&since=24h', options);
        await page.locator('mark').first().waitFor();
        await page.getByRole('button', { name: 'Last 24 hours' }).click();
        expect(await seriousFindings(page)).toEqual([]);
        await page.getByRole('combobox', { name: 'Filter by' }).click();
        await page.getByRole('option').first().waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await close();
      }
    },
  );
});

/** A second apart, from the beginning of a year on: the seq tells the time. */
async function sendMany(daemon: InProcessDaemon, count: number): Promise<void> {
  const line = (_: unknown, at: number) => {
    const data = {
      session_id: 'many',
      cwd: '/home/dev/many',
      hook_event_name: 'UserPromptSubmit',
      prompt: `prompt ${at + 1}`,
    };
    return JSON.stringify({ type: 'hook.user_prompt', timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, at)), data });
  };
  const body = Array.from({ length: count }, line).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await daemon.request('/v1/events', { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

async function fillAndIndex(daemon: InProcessDaemon): Promise<void> {
  await sendMany(daemon, MANY);
  await fillStore(daemon);
  await untilIndexed(daemon);
}

function untilIndexed(daemon: InProcessDaemon): Promise<unknown> {
  const lagEvents = async () => ((await daemon.status()).search as { lagEvents: number }).lagEvents;
  return until(async () => (await lagEvents()) === 0, { what: 'the index' });
}
