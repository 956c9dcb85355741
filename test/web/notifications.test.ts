import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { openPage, seriousFindings } from './page.ts';

/** Notes what is shown, and lets the test click it; and nobody looks at the page. */
const NOTING = `
  window.shown = [];
  const Real = Notification;
  window.Notification = class extends EventTarget {
    static get permission() { return Real.permission; }
    static requestPermission() { return Real.requestPermission(); }
    constructor(title, { body, tag }) { super(); window.shown.push({ title, body, tag, notification: this }); }
    close() {}
  };
  document.hasFocus = () => window.isLookedAt === true;
`;

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
}

describePage('notifications', {}, (stage) => {
  let serial = 0;
  let id = '';
  beforeEach(() => {
    serial += 1;
    id = `session-${serial}`;
  });

  const tell = (event: string, more: object = {}, session = id) =>
    stage.daemon.post({ session_id: session, cwd: '/home/dev/code/web-shop', hook_event_name: event, ...more });
  const CALL = { tool_name: 'Bash', tool_use_id: 'c', tool_input: { command: 'git push' } };
  const work = (session = id) => tell('UserPromptSubmit', { prompt: `Do it for ${session}` }, session);
  const wait = async (session = id): Promise<void> => {
    await tell('PreToolUse', CALL, session);
    await tell('PermissionRequest', CALL, session);
  };
  const shown = (page: Page): Promise<Shown[]> =>
    page.evaluate('window.shown.map(({ title, body, tag }) => ({ title, body, tag }))') as Promise<Shown[]>;

  /** A page whose user has chosen these kinds, and allowed them. */
  async function openChosen(kinds: readonly string[]) {
    const opened = await stage.open('/');
    const context = opened.page.context();
    await context.grantPermissions(['notifications'], { origin: stage.daemon.url });
    await context.addInitScript(NOTING);
    await opened.page.locator('.live-live').waitFor(); // a ticket that is being traded is lost by a reload
    await opened.page.reload();
    await opened.page.locator('.live-live').waitFor();
    await opened.page.keyboard.press(',');
    const sheet = opened.page.getByRole('dialog', { name: 'Settings' });
    for (const kind of kinds) await sheet.getByLabel(kind).check();
    await opened.page.keyboard.press('Escape');
    return { ...opened, context };
  }

  const knows = (page: Page, session = id) =>
    page.locator('.session-row', { hasText: `Do it for ${session}` }).waitFor();

  test('who waits is told, by project and reason; a click leads to the session', async () => {
    const { page, complaints, close } = await openChosen(['waits for you']);
    await work();
    await knows(page);
    await wait();
    await until(async () => (await shown(page)).length > 0);
    expect(await shown(page)).toEqual([
      { title: 'web-shop waits for you', body: `permission for Bash\nDo it for ${id}`, tag: id },
    ]);
    await page.evaluate("window.shown[0].notification.dispatchEvent(new Event('click'))");
    await page.waitForSelector('.session-head');
    expect(page.url()).toContain(id);
    expect(complaints).toEqual([]);
    await close();
  });

  test('each kind is told only where it was chosen', async () => {
    const { page, close } = await openChosen(['fails', 'has finished']);
    await work();
    await knows(page);
    await wait();
    await page.locator('.session-row.is-waiting', { hasText: id }).waitFor();
    await tell('StopFailure', { error: 'overloaded' });
    await until(async () => (await shown(page)).length === 1);
    await work();
    await page.locator('.session-row.is-working', { hasText: id }).waitFor();
    await tell('Stop');
    await until(async () => (await shown(page)).length === 2);
    expect((await shown(page)).map((one) => one.title)).toEqual(['web-shop failed', 'web-shop has finished']);
    await close();
  });

  test('nothing is said of what was imported, is hidden, or is replayed', async () => {
    const { page, close } = await openChosen(['waits for you', 'fails', 'has finished']);
    const hidden = `${id}-hidden`;
    await work(hidden);
    await knows(page, hidden);
    await stage.daemon.request(`/v1/sessions/${hidden}`, {
      method: 'PATCH',
      body: '{"hidden": true}',
      headers: { 'content-type': 'application/json' },
    });
    await page.locator('.session-row', { hasText: hidden }).waitFor({ state: 'detached' });
    await wait(hidden);
    const data = { session_id: `${id}-imported`, hook_event_name: 'PermissionRequest', ...CALL };
    const at = new Date().toISOString();
    const line = JSON.stringify({ type: 'hook.permission_request', id: `import-${id}`, timestamp: at, data });
    await stage.daemon.request('/v1/events', {
      method: 'POST',
      body: line,
      headers: { 'content-type': 'application/x-ndjson', 'x-mpm-hook': '1; via=import' },
    });
    await work();
    await knows(page);
    await wait();
    await until(async () => (await shown(page)).length > 0);
    await page.goto(`${stage.daemon.url}/sessions/${id}?replay=1ms`);
    await page.getByLabel('Speed').selectOption('max');
    await page.keyboard.press(' ');
    await page.locator('.session-standing', { hasText: 'permission for Bash' }).waitFor();
    expect(await shown(page)).toEqual([]); // of this load of the page
    await close();
  });

  test('of several tabs one speaks; when it goes another does; and none while one is looked at', async () => {
    const { page, context, close } = await openChosen(['waits for you']);
    const second = await openTab(context, page);
    await work();
    await knows(second);
    await wait();
    const all = async (): Promise<string[]> =>
      (await Promise.all([page, second].map((one) => (one.isClosed() ? [] : shown(one))))).flat().map(({ tag }) => tag);
    await until(async () => (await all()).includes(id));
    await second.locator('.session-row.is-waiting', { hasText: id }).waitFor();
    expect(await all()).toEqual([id]);
    await page.close();
    await until(async () => {
      const { held = [] } = await second.evaluate(() => navigator.locks.query());
      return held.some(({ name }) => name === 'mpm-hook.speaker');
    });
    await work('after');
    await knows(second, 'after');
    await wait('after');
    await until(async () => (await shown(second)).some(({ tag }) => tag === 'after'));
    const third = await openTab(context, second);
    await third.evaluate("window.isLookedAt = true; window.dispatchEvent(new Event('focus'))");
    await until(async () => {
      const { held = [] } = await third.evaluate(() => navigator.locks.query());
      return held.some(({ name }) => name === 'mpm-hook.looked-at');
    });
    await work('seen');
    await knows(second, 'seen');
    await wait('seen');
    await second.locator('.session-row.is-waiting', { hasText: 'seen' }).waitFor();
    expect((await shown(second)).map(({ tag }) => tag)).not.toContain('seen');
    await close();
  });

  /** Another tab of the same browser, let in as the first was. */
  async function openTab(context: BrowserContext, from: Page): Promise<Page> {
    const token = await from.evaluate("sessionStorage.getItem('mpm-hook.token')");
    const tab = await context.newPage();
    await tab.addInitScript(`sessionStorage.setItem('mpm-hook.token', ${JSON.stringify(token)})`);
    await tab.goto(stage.daemon.url);
    await tab.locator('.live-live').waitFor();
    return tab;
  }

  test('the tab says how many wait, in its title and on its icon; paused as well', async () => {
    const quiet = await startTestDaemon({ page: readPageFiles() });
    const { page, complaints, close } = await openPage(stage.browser, quiet, '/');
    await page.getByText('Nothing has happened yet.').waitFor();
    expect(await page.title()).toBe('Sessions · mpm-hook');
    await page.keyboard.press('p');
    await quiet.post({ session_id: 'one', cwd: '/a', hook_event_name: 'PermissionRequest', ...CALL });
    await until(async () => (await page.title()) === '(1) Sessions · mpm-hook');
    const icon = page.locator('link[rel=icon]');
    expect(await icon.getAttribute('href')).toContain('data:image/svg+xml');
    await page.getByText('Paused, 1 new').waitFor();
    await page.getByText('Nothing has happened yet.').waitFor();
    await page.keyboard.press('p');
    await page.locator('.session-row.is-waiting').waitFor();
    await page.getByText('Going on with the one event that came.').waitFor();
    await quiet.post({ session_id: 'one', cwd: '/a', hook_event_name: 'SessionEnd', reason: 'other' });
    await until(async () => (await page.title()) === 'Sessions · mpm-hook');
    expect(await icon.getAttribute('href')).toBe('/icon.svg');
    expect(complaints).toEqual([]);
    await close();
    await quiet.close();
  });

  test('where the browser says no, the sheet says so; what was chosen is kept', async () => {
    const { page, close } = await stage.open('/');
    await page.context().addInitScript("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })");
    await page.locator('.live-live').waitFor();
    await page.reload();
    await page.locator('.live-live').waitFor();
    await page.keyboard.press(',');
    const sheet = page.getByRole('dialog', { name: 'Settings' });
    await sheet.getByLabel('fails').check();
    await sheet.getByText('does not let this page notify', { exact: false }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    expect(await sheet.getByLabel('fails').isChecked()).toBe(true);
    await close();
  });

  test('times are told as they were chosen', async () => {
    await work();
    const { page, close } = await stage.open(`/sessions/${id}`, { timezoneId: 'Asia/Tokyo' });
    const time = page.locator('.moment time').first();
    const local = await time.innerText();
    const written = await time.getAttribute('datetime');
    expect(await time.getAttribute('title')).toBe(`${written?.slice(0, 19).replace('T', ' ')} UTC`);
    await page.keyboard.press(',');
    await page.getByRole('dialog', { name: 'Settings' }).getByLabel('UTC').check();
    await until(async () => (await time.innerText()) === written?.slice(11, 19));
    expect(await time.innerText()).not.toBe(local);
    expect(await time.getAttribute('title')).toContain(`${local} here`);
    await close();
  });

  test.each(['light', 'dark'] as const)('the settings keep nobody out, in %s', async (colorScheme) => {
    const { page, close } = await stage.open('/', {
      colorScheme,
      viewport: { width: 390, height: 800 },
    });
    await page.locator('.live-live').waitFor();
    await page.keyboard.press(',');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });
});
