import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { TOOLS_SESSION } from '../helpers/every-tool.ts';
import { fillStore } from '../helpers/fill-store.ts';
import { until } from '../helpers/until.ts';
import { describePage } from './describe-page.ts';
import { seriousFindings } from './page.ts';

const SESSION = `/sessions/${TOOLS_SESSION}`;
const RENEW = '/home/dev/code/web-shop/src/session/renew.ts';

interface Seen {
  readonly page: Page;
  readonly detail: Locator;
}

describePage('a detail', { fill: fillStore }, (stage) => {
  /** The first event of this type that is about this tool, or about none. */
  async function seqOf(type: string, tool?: string): Promise<number> {
    const answer = await stage.daemon.request(`/v1/events?session=${TOOLS_SESSION}&limit=200`);
    const { events } = (await answer.json()) as {
      events: { seq: number; type: string; data: { tool_name?: string } }[];
    };
    const found = events.find((event) => event.type === type && (tool === undefined || event.data.tool_name === tool));
    return found?.seq ?? -1;
  }

  const withPage = (at: string, use: (seen: Seen) => Promise<void>) =>
    stage.withPage(at, ({ page }) => use({ page, detail: page.getByRole('complementary', { name: 'Detail' }) }));

  const CALLS: readonly [string, readonly RegExp[]][] = [
    [
      'Bash',
      [/Run all tests/, /npm test -- --reporter/, /keeps the cart/, /Standard error\s+npm warn/, /Ended well\./],
    ],
    ['Edit', [/src\/session\/renew\.ts/, /\+3 −1/, /carts\.move\(old\.id, renewed\.id\)/]],
    ['Write', [/A new file\./, /a renewal keeps the cart/]],
    ['MultiEdit', [/−\s*move\(/, /\+\s*moveTo\(/]],
    ['NotebookEdit', [/Cell c3: replace\./, /print\(len\(carts\)\)/]],
    ['Read', [/src\/session\/renew\.ts/, /9 lines/, /export async function renew/]],
    ['Grep', [/carts\\\./, /src\/cart\/store\.ts:31/]],
    ['Glob', [/2 files/, /^test\/cart\/store\.test\.ts$/m]],
    ['TodoWrite', [/1 of 3 done/, /Find where the cart is lost\s*was at work/]],
    ['TaskCreate', [/#1 Write a test/, /It should fail without the change\./]],
    ['TaskUpdate', [/#1/, /to do → at work/]],
    ['Agent', [/Follow the cart/, /5 calls · 18,204 tokens · 41 s/, /keyed by the session id/]],
    ['WebFetch', [/https:\/\/example\.com\/sessions/, /200 OK/, /keeps nothing by itself/]],
    ['WebSearch', [/Renewing sessions/, /Carts are moved by hand/]],
    ['AskUserQuestion', [/Which session should keep the cart\?/, /The new one/]],
    ['ExitPlanMode', [/Plan\s+Plan\s+Move the cart\s+Test it/]],
    ['mcp__tracker__find_issue', [/tracker · find_issue/, /Found 1 issue/, /issue:\/\/17\s+The cart is lost/]],
    ['SomethingNew', [/how\s+nobody knows/, /done\s+true/]],
  ];

  test.each(CALLS)('a call of %s is shown as what it is', async (tool, signs) => {
    const seq = await seqOf('hook.pre_tool', tool);
    await withPage(`${SESSION}?event=${seq}`, async ({ detail }) => {
      await detail.locator('.detail-body .raw').first().waitFor();
      for (const sign of signs) await until(async () => sign.test(await detail.innerText()));
    });
  });

  test.each([
    ['hook.user_prompt', /do not touch src\/legacy/, 'a[href="https://example.com/notes"][rel="noopener noreferrer"]'],
    ['hook.stop', /All 412 tests pass\./, '.markdown table'],
    ['hook.permission_request', /Asks for permission to use Bash\.[\s\S]*allow Bash\(git push:\*\)/, '.code'],
    ['hook.notification', /Claude needs your permission to use Bash/, '.lead'],
    ['hook.session_start', /A new session\./, '.lead'],
    ['hook.post_tool_use_failure', /exit code 3[\s\S]*no browser/, '.is-error .term-red'],
  ])('an event of the type %s is shown as what it is', async (type, said, sign) => {
    await withPage(`/events?session=${TOOLS_SESSION}&event=${await seqOf(type)}`, async ({ detail }) => {
      await detail.locator(sign).first().waitFor();
      await until(async () => said.test(await detail.innerText()));
    });
  });

  test('code has its colours, words that differ are marked, and a wide pane shows both sides', async () => {
    await withPage(`${SESSION}?event=${await seqOf('hook.pre_tool', 'Edit')}`, async ({ page, detail }) => {
      await detail.locator('.diff-new .code-keyword', { hasText: 'await' }).first().waitFor();
      expect(await detail.locator('.diff-new .is-marked').allInnerTexts()).toContain('move');
      expect(await detail.getByRole('button', { name: 'Side by side' }).isVisible()).toBe(false);
      await detail.getByRole('button', { name: 'Wide detail' }).click();
      await detail.getByRole('button', { name: 'Side by side' }).click();
      await detail.locator('.diff-split .diff-side.diff-gone', { hasText: 'carts.delete' }).waitFor();
      await page.reload();
      expect(await page.evaluate(() => localStorage.getItem('mpm-hook.diff'))).toBe('split');
    });
  });

  test('the beginning of a call leads to its end, and back', async () => {
    const [begin, end] = [await seqOf('hook.pre_tool', 'Read'), await seqOf('hook.post_tool', 'Read')];
    await withPage(`/events?session=${TOOLS_SESSION}&event=${begin}`, async ({ page, detail }) => {
      await detail.getByRole('link', { name: 'Its end' }).click();
      await detail.getByRole('link', { name: 'Its beginning' }).waitFor();
      expect(new URL(page.url()).search).toBe(`?session=${TOOLS_SESSION}&event=${end}`);
    });
  });

  test('a sub-agent leads to what it did, and back to the whole story', async () => {
    await withPage(`${SESSION}?event=${await seqOf('hook.pre_tool', 'Agent')}`, async ({ page, detail }) => {
      await detail.getByRole('link', { name: 'What it did' }).click();
      await page.getByText('Only what the sub-agent').waitFor();
      expect(await page.locator('.moment').count()).toBe(2);
      await page.getByRole('button', { name: 'Show all' }).click();
      await until(async () => (await page.locator('.moment').count()) > 10);
    });
  });

  test('a long output is shown in part, then whole, with only as much of it in the page as is near', async () => {
    const session = `long-${randomUUID()}`;
    const context = { session_id: session, cwd: '/home/dev/long', hook_event_name: 'PostToolUse', tool_use_id: 'l' };
    const stdout = Array.from({ length: 20_000 }, (_, at) => `line ${at + 1}`).join('\n');
    await stage.daemon.post({
      ...context,
      tool_name: 'Bash',
      tool_input: { command: 'seq' },
      tool_response: { stdout },
    });
    await withPage(`/sessions/${session}`, async ({ page, detail }) => {
      await page.locator('.moment-call').click();
      await detail.getByRole('button', { name: 'Show all 20,000 lines' }).click();
      const rows = detail.getByRole('region', { name: 'Output' });
      await rows.evaluate((all) => all.scrollTo(0, all.scrollHeight));
      await rows.getByText('line 20000').waitFor();
      expect(await rows.locator('.text-row').count()).toBeLessThan(500);
    });
  });

  test('the files that were touched: counted, narrowed by the address, opened with what was changed', async () => {
    await withPage(SESSION, async ({ page, detail }) => {
      await page.getByRole('link', { name: 'Files touched' }).click();
      await page.getByText('4 files, 4 changed').waitFor();
      await page.getByLabel('Filter files').fill('renew.ts');
      await until(async () => (await page.locator('.file-line').count()) === 1);
      await page.locator('.file-line').click();
      await page.locator('.touch .diff-new', { hasText: 'carts.move' }).waitFor();
      expect(new URL(page.url()).searchParams.get('file')).toBe(RENEW);
      await page.reload();
      await page.locator('.touch .diff-new', { hasText: 'carts.move' }).waitFor();
      await page.getByRole('link', { name: 'Detail' }).last().click();
      await detail.getByRole('link', { name: 'All its changes' }).waitFor();
    });
  });

  test('a file that is touched meanwhile comes by itself', async () => {
    const session = `files-${randomUUID()}`;
    const write = (name: string) =>
      stage.daemon.post({
        session_id: session,
        hook_event_name: 'PostToolUse',
        tool_name: 'Write',
        tool_use_id: name,
        tool_input: { file_path: `/home/dev/live/${name}`, content: 'a\n' },
        tool_response: {},
      });
    await write('first.ts');
    await withPage(`/sessions/${session}?show=files`, async ({ page }) => {
      await page.locator('.file-line', { hasText: 'first.ts' }).waitFor();
      await write('second.ts');
      await page.locator('.file-line', { hasText: 'second.ts' }).waitFor();
    });
  });

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    test.each(['Edit', 'Bash', 'TodoWrite', 'AskUserQuestion', 'files'])(
      'nothing in %s keeps anybody out',
      async (tool) => {
        const seq = await seqOf('hook.pre_tool', tool);
        const at =
          tool === 'files' ? `${SESSION}?show=files&file=${encodeURIComponent(RENEW)}` : `${SESSION}?event=${seq}`;
        for (const width of [390, 1440]) {
          const opened = await stage.open(at, { colorScheme, viewport: { width, height: 844 } });
          await opened.page
            .locator(tool === 'files' ? '.touch .diff' : '.detail-body .raw')
            .first()
            .waitFor();
          expect(await seriousFindings(opened.page)).toEqual([]);
          expect(
            await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          ).toBeLessThanOrEqual(0);
          expect(opened.complaints).toEqual([]);
          await opened.close();
        }
      },
    );
  });
});
