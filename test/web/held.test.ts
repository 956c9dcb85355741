import { expect, test } from 'vitest';
import { fillStore } from '../helpers/fill-store.ts';
import { lockOut } from '../helpers/lock-out.ts';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

describePage('while the disk takes nothing', { fill: fillStore }, (stage) => {
  const { withPage } = stage;

  test('the overview and a search say what they leave out, and say it no longer when it is over', async () => {
    const lock = lockOut(stage.daemon.home.paths.store);
    const prompt = { hook_event_name: 'UserPromptSubmit', session_id: 'unkept', prompt: 'a needle' };
    try {
      expect(await stage.daemon.post(prompt)).toBe(503);
      await withPage('/events?q=needle', async ({ page }) => {
        await page
          .getByText('The newest event cannot be found yet: the disk takes no more, 1 event in memory only.')
          .waitFor();
        expect(await seriousFindings(page)).toEqual([]);
      });
      await withPage('/overview', async ({ page }) => {
        const note = page.getByText('1 event in memory only, until the disk takes more: not in these figures.');
        await note.waitFor();
        expect(await seriousFindings(page)).toEqual([]);
        lock.close();
        await note.waitFor({ state: 'detached' });
        expect(await page.locator('.overview-view > [role=status]').count()).toBe(1); // what is put into it is read out
      });
    } finally {
      if (lock.isOpen) lock.close();
    }
  });
});
