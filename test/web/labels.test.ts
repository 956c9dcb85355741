import { expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { createTempHome, freePort } from '../helpers/temp-home.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { openPage, seriousFindings } from './page.ts';
import { spawnForTest } from './spawn-for-test.ts';

const PROMPT = { cwd: '/home/dev/code/shop', hook_event_name: 'UserPromptSubmit' };

describePage('what is said of sessions', {}, (stage) => {
  const { withPage } = stage;
  /** Without what a first try left of it. */
  const begin = async (id: string) => {
    await stage.daemon.request(`/v1/sessions/${id}`, { method: 'DELETE' });
    await stage.daemon.post({ ...PROMPT, session_id: id, prompt: `the wish of ${id}` });
  };
  const patch = (id: string, body: object) =>
    stage.daemon.request(`/v1/sessions/${id}`, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const told = async (id: string) =>
    (await (await stage.daemon.request(`/v1/sessions/${id}`)).json()) as Readonly<Record<string, unknown>>;

  test('a name is written in the row itself; Escape leaves it as it was', async () => {
    await begin('named');
    await withPage('/', async ({ page }) => {
      const row = page.locator('.session-row', { hasText: 'the wish of named' });
      await row.focus();
      await page.keyboard.press('r');
      const field = page.getByRole('textbox', { name: 'Name of the session' });
      await field.fill('not kept');
      await field.press('Escape');
      await row.waitFor();
      await row.hover();
      await page.locator('[data-session=named]').getByRole('button', { name: 'Rename' }).click();
      await field.fill('The new shop');
      await field.press('Enter');
      await page.locator('.session-row', { hasText: /The new shop[\s\S]*the wish of named/ }).waitFor();
      expect((await told('named')).name).toBe('The new shop');
    });
  });

  test('a hidden session is out of the list, stays out when it goes on, and can be shown and listed again', async () => {
    await begin('quiet');
    await begin('loud');
    await withPage('/', async ({ page }) => {
      const row = page.locator('.session-row', { hasText: 'the wish of quiet' });
      await row.focus();
      await page.keyboard.press('h');
      await row.waitFor({ state: 'detached' });
      await stage.daemon.post({ ...PROMPT, session_id: 'quiet', prompt: 'the wish of quiet, again' });
      await stage.daemon.post({ ...PROMPT, session_id: 'loud', prompt: 'the wish of loud, again' });
      await page.getByText('the wish of loud, again').waitFor();
      expect(await row.count()).toBe(0);
      await page.getByRole('button', { name: /^Show hidden \(1\)/ }).click();
      await row.waitFor();
      await row.focus();
      await page.keyboard.press('h');
      await until(async () => (await told('quiet')).hidden === undefined);
      await page.getByRole('button', { name: /^Show hidden \(0\)/ }).click();
      await row.waitFor();
    });
  });

  test('when all that could be listed are hidden it says so, and shows them on wish', async () => {
    const daemon = await startTestDaemon({ page: readPageFiles() });
    await daemon.post({ ...PROMPT, session_id: 'only', prompt: 'the only wish' });
    const headers = { 'content-type': 'application/json' };
    await daemon.request('/v1/sessions/only', { method: 'PATCH', headers, body: JSON.stringify({ hidden: true }) });
    const { page, close } = await openPage(stage.browser, daemon, '/');
    await page.getByText('All sessions are hidden.').waitFor();
    await page.getByRole('button', { name: 'Show all sessions, hidden ones too' }).click();
    await page.locator('.session-row', { hasText: 'the only wish' }).waitFor();
    expect(new URL(page.url()).search).toBe('?hidden=show');
    await page.getByRole('searchbox', { name: 'Filter sessions' }).fill('another');
    await page.getByText('No session is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all sessions', exact: true }).click();
    await page.locator('.session-row', { hasText: 'the only wish' }).waitFor();
    await close();
    await daemon.close();
  });

  test('a pinned one is marked, and can stand before all others', async () => {
    await begin('kept');
    await withPage('/sessions/kept', async ({ page }) => {
      await page.getByRole('button', { name: 'Pin: its events stay' }).click();
      await page.getByRole('button', { name: 'Unpin' }).waitFor();
      await page.getByRole('link', { name: 'Sessions' }).first().click();
      await page.getByRole('button', { name: 'Pinned first' }).click();
      await page.getByRole('heading', { name: 'Pinned' }).waitFor();
      const first = page.locator('.session-row').first();
      expect(await first.innerText()).toMatch(/Pinned:\s+the wish of kept/);
      expect(new URL(page.url()).search).toBe('?sort=pinned');
    });
  });

  test('its own page says that it is hidden and pinned, and what was asked last behind its name', async () => {
    await begin('labelled');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'The name of it', hidden: true, pinned: true });
    await stage.daemon.request('/v1/sessions/labelled', { method: 'PATCH', headers, body });
    await withPage('/sessions/labelled', async ({ page }) => {
      await page.getByRole('heading', { name: 'The name of it' }).waitFor();
      const head = page.locator('.session-head');
      await head.getByText('Hidden from the list', { exact: true }).waitFor();
      await head.getByText('Pinned', { exact: true }).waitFor();
      await head.getByText('the wish of labelled').waitFor();
      await page.keyboard.press('h');
      await head.getByText('Hidden from the list', { exact: true }).waitFor({ state: 'detached' });
    });
    await withPage('/events?session=labelled', async ({ page }) => {
      await page.locator('.event-line').first().click();
      await page.locator('.facts').getByRole('link', { name: 'The name of it' }).waitFor();
    });
  });

  test('what is said elsewhere shows by itself', async () => {
    await begin('elsewhere');
    await withPage('/', async ({ page }) => {
      const row = page.locator('.session-row', { hasText: 'the wish of elsewhere' });
      await row.waitFor();
      await patch('elsewhere', { name: 'From a terminal' });
      await page.getByText('From a terminal').waitFor();
      await patch('elsewhere', { hidden: true });
      await page.getByText('From a terminal').waitFor({ state: 'detached' });
    });
  });

  test('a session is forgotten after a question that says what goes', async () => {
    await begin('gone');
    const { page, complaints, close } = await stage.open('/sessions/gone');
    await page.getByRole('button', { name: 'Forget' }).click();
    const dialog = page.getByRole('dialog', { name: 'Forget this session?' });
    await dialog.getByText('1 event (1 KiB)', { exact: false }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    expect((await told('gone')).id).toBe('gone');
    await page.keyboard.press('Delete');
    await dialog.getByRole('button', { name: 'Forget it for good' }).click();
    await until(() => new URL(page.url()).pathname === '/sessions');
    await until(async () => !(await page.content()).includes('the wish of gone'));
    expect((await stage.daemon.request('/v1/sessions/gone')).status).toBe(404);
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
    await close();
  });

  test('what was forgotten while the page was away is gone when it is back', async () => {
    const home = createTempHome();
    const port = String(await freePort());
    const first = await spawnForTest(home, { MPM_HOOK_PORT: port });
    for (const [id, prompt] of [
      ['gone', 'a planted word'],
      ['stays', 'a plain wish'],
    ]) {
      await first.post({ ...PROMPT, session_id: id, prompt });
    }
    const { page, close } = await openPage(stage.browser, first, '/events');
    await page.getByText('a planted word').waitFor();
    await page.getByText('Live', { exact: true }).waitFor(); // what is read before may be there sooner
    await first.end('SIGKILL');
    const hidden = await spawnForTest(home); // where the page does not look
    expect((await hidden.request('/v1/sessions/gone', { method: 'DELETE' })).status).toBe(200);
    await hidden.end();
    expect(await page.getByText('a planted word').count()).toBe(1);
    const second = await spawnForTest(home, { MPM_HOOK_PORT: port });
    await page.getByText('Events were forgotten', { exact: false }).waitFor();
    await until(async () => !(await page.content()).includes('planted'));
    await page.getByText('a plain wish').waitFor();
    await close();
    await second.end();
    home.remove();
  });

  test('of thousands of sessions those are in the page that can be seen', async () => {
    const many = await startTestDaemon({ page: readPageFiles() });
    const lines = Array.from({ length: 5000 }, (_, at) =>
      JSON.stringify({
        ...PROMPT,
        session_id: `many-${at}`,
        cwd: `/home/dev/p${at % 40}`,
        prompt: `wish number ${at}.`,
      }),
    );
    const headers = { 'content-type': 'application/x-ndjson' };
    await many.request('/v1/events', { method: 'POST', headers, body: lines.join('\n') });
    const { page, close } = await openPage(stage.browser, many, '/');
    await page.getByRole('button', { name: 'All 5,000' }).waitFor();
    expect(await page.locator('.session-row').count()).toBeLessThan(60);
    await page.getByLabel('Filter sessions').fill('number 4321.');
    await page.locator('.session-row', { hasText: 'wish number 4321.' }).waitFor();
    expect(await page.locator('.session-row').count()).toBe(1);
    await close();
    await many.close();
  });
});
