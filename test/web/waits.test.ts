import { expect, test } from 'vitest';
import { describePage } from './describe-page.ts';

const BASE = { session_id: 'w', cwd: '/home/dev/w' };
const CALL = { tool_name: 'Bash', tool_input: { command: 'make' }, tool_use_id: 'a' };

describePage('waits in the story', {}, (stage) => {
  test('each says how long the human took: to refuse, and to answer a server', async () => {
    const begunMs = Date.now() - 600_000;
    const post = (second: number, name: string, more: object) => {
      const sentAt = { 'x-mpm-sent-at': String(begunMs + second * 1000) };
      return stage.daemon.post({ ...BASE, hook_event_name: name, ...more }, sentAt);
    };
    await post(0, 'PreToolUse', CALL);
    await post(1, 'PermissionRequest', { ...CALL, tool_use_id: undefined });
    await stage.withPage('/sessions/w', async ({ page }) => {
      const row = page.locator('.moment-wait', { hasText: 'for permission: Bash make' });
      await row.waitFor();
      expect(await row.locator('.moment-waited').count()).toBe(0);
      await post(31, 'PostToolBatch', { tool_calls: [CALL] });
      await row.locator('.moment-waited', { hasText: '30 s' }).waitFor();
      await post(40, 'Elicitation', { mcp_server_name: 'tracker', message: 'Which one?' });
      const question = page.locator('.moment-wait', { hasText: 'Which one?' });
      await question.waitFor();
      await post(60, 'ElicitationResult', { mcp_server_name: 'tracker', action: 'accept' });
      await question.locator('.moment-waited', { hasText: '20 s' }).waitFor();
      await page.reload();
      await question.locator('.moment-waited', { hasText: '20 s' }).waitFor();
      await row.locator('.moment-waited', { hasText: '30 s' }).waitFor();
    });
  });
});
