import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOOK_BUILDS, runHook } from '../helpers/hook.ts';
import { killAll } from '../helpers/own-daemons.ts';
import { createTempHome, freePort } from '../helpers/temp-home.ts';
import { HINDRANCE, launchBrowser } from './page.ts';

const title = HINDRANCE === undefined ? 'as it is shipped' : `as it is shipped (skipped: ${HINDRANCE})`;

describe.skipIf(HINDRANCE !== undefined)(title, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test.each(HOOK_BUILDS)(
    'the $name build opens the page, and what its hook carries shows there',
    async ({ command }) => {
      const home = createTempHome();
      const env = {
        ...home.env,
        PATH: `${path.dirname(process.execPath)}:${home.env.PATH}`,
        MPM_HOOK_PORT: String(await freePort()),
      };
      try {
        const address = execFileSync(command, ['open', '--print'], { env, encoding: 'utf8' }).trim();
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await page.goto(address);
        await page.getByText('Nothing has happened yet.').waitFor();
        const event = { session_id: 'one', cwd: '/home/dev/code/shop', hook_event_name: 'UserPromptSubmit' };
        const run = await runHook(command, home, JSON.stringify({ ...event, prompt: 'Through the real hook' }), env);
        expect(run.status).toBe(0);
        await page.locator('.session-row', { hasText: 'Through the real hook' }).waitFor();
        expect(complaints).toEqual([]);
        await page.close();
      } finally {
        killAll(home);
        home.remove();
      }
    },
  );
});
