import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { readPageFiles } from '../../src/daemon/page-files.ts';
import { type InProcessDaemon, startTestDaemon, type TestDaemonOptions } from '../helpers/daemon.ts';
import { HINDRANCE, launchBrowser, type OpenPage, openPage } from './page.ts';

/** What the tests of a file share; it is there from the first test on. */
export interface Stage {
  readonly daemon: InProcessDaemon;
  readonly browser: Browser;
  /** A tab of its own, come in by a ticket. */
  open(at: string, options?: BrowserContextOptions): Promise<OpenPage>;
  /** Uses such a tab, and sees to it that nothing in there complained. */
  withPage(at: string, use: (opened: OpenPage) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
}

interface StageOptions extends Pick<TestDaemonOptions, 'settings'> {
  /** What is in the store before the first test. */
  readonly fill?: (daemon: InProcessDaemon) => Promise<unknown>;
}

/** Tests of the page in a real browser over a real daemon; where there is no browser, skipped by name. */
export function describePage(name: string, { fill, ...options }: StageOptions, tests: (stage: Stage) => void): void {
  const title = HINDRANCE === undefined ? name : `${name} (skipped: ${HINDRANCE})`;
  describe.skipIf(HINDRANCE !== undefined)(title, () => {
    let daemon: InProcessDaemon;
    let browser: Browser;
    beforeAll(async () => {
      daemon = await startTestDaemon({ ...options, page: readPageFiles() });
      await fill?.(daemon);
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser.close();
      await daemon.close();
    });

    const open: Stage['open'] = (at, context) => openPage(browser, daemon, at, context);
    tests({
      open,
      get daemon() {
        return daemon;
      },
      get browser() {
        return browser;
      },
      async withPage(at, use, context) {
        const opened = await open(at, context);
        await use(opened);
        expect(opened.complaints).toEqual([]);
        await opened.close();
      },
    });
  });
}
