import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventsFor } from '../../src/install/wiring.ts';
import { publishToken } from '../../src/shared/publish-token.ts';
import { ensureToken } from '../../src/shared/token-file.ts';
import { type ClaudeWorld, createClaudeWorld } from '../helpers/claude-world.ts';
import { callCli } from '../helpers/cli.ts';
import { startTestDaemon } from '../helpers/daemon.ts';
import { examine, saying } from '../helpers/doctor.ts';

const allEvents = () => eventsFor({ claudeVersion: '2.1.330' }).events.map(({ name }) => name);

let world: ClaudeWorld;
const open: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  world = createClaudeWorld();
});

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  world.home.remove();
});

async function startDaemon() {
  const daemon = await startTestDaemon({ home: world.home });
  open.push(daemon.stop);
  return daemon;
}

test('with everything in place all is well, and a probe has gone all the way', async () => {
  const daemon = await startDaemon();
  world.wire(world.hook, allEvents());
  const { stdout, code } = await callCli(world.home, ['doctor']);

  expect(stdout).toContain('✓ Claude Code is there');
  expect(stdout).toContain('✓ Hooks are registered for 27 of 27 events');
  expect(stdout).toMatch(/✓ Probe went through the registered command {2}arrived after [\d.]+ ms, hook took [\d.]+ ms/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('All is well.');
  expect(code).toBe(0);
  expect((await daemon.status()).events).toBe(0); // a probe is never stored
});

test('the probe goes through the shell where the settings say so', async () => {
  await startDaemon();
  world.writeSettings({
    hooks: { Stop: [{ hooks: [{ type: 'command', command: `"${world.hook}" 2>/dev/null || true` }] }] },
  });

  expect(saying(await examine(world), 'ok')).toContain('Probe went through the registered command');
});

describe('the registration', () => {
  beforeEach(async () => {
    await startDaemon();
  });

  test('that is not there is a problem', async () => {
    const report = await examine(world);
    expect(saying(report, 'problem')).toEqual(['No hooks are registered in Claude Code']);
    expect(report.code).toBe(1);
  });

  test('that lacks events of the release is a warning, with the next step', async () => {
    world.wire(world.hook, ['Stop']);
    const { findings, code } = await examine(world);
    const found = findings.find(({ check }) => check === 'registered');
    expect(found?.says).toBe('Hooks are registered for 1 of 27 events');
    expect(found?.hint).toMatch(/^mpm-hook install {3}\(Setup, SessionStart, /);
    expect(code).toBe(0);
  });

  test('F45: of a program that has gone is a problem', async () => {
    world.wire(path.join(world.home.userHome, 'old', 'mpm-hook'), allEvents());
    const report = await examine(world);
    expect(saying(report, 'problem')).toEqual(['~/old/mpm-hook is registered, and cannot be run']);
    expect(report.code).toBe(1);
  });

  test('F44: by two paths is told, since each event arrives twice', async () => {
    world.wire(world.hook, ['Stop']);
    const project = path.join(world.home.root, 'project');
    fs.mkdirSync(path.join(project, '.claude'), { recursive: true });
    const second = path.join(world.home.userHome, 'second', 'mpm-hook');
    fs.cpSync(world.hook, second);
    const hooks = { Stop: [{ hooks: [{ type: 'command', command: second, args: [] }] }] };
    fs.writeFileSync(path.join(project, '.claude', 'settings.json'), JSON.stringify({ hooks }));
    expect(saying(await examine(world, { folder: project }), 'warning')).toContain('Stop is registered twice');
  });

  test('F47: on WorktreeCreate breaks worktrees', async () => {
    world.wire(world.hook, ['WorktreeCreate']);
    expect(saying(await examine(world), 'problem')).toContain(
      'A hook on WorktreeCreate breaks what Claude Code does there',
    );
  });

  test('that is switched off is a problem', async () => {
    world.wire(world.hook, ['Stop']);
    const settings = JSON.parse(fs.readFileSync(world.settings, 'utf8')) as object;
    world.writeSettings({ ...settings, disableAllHooks: true });
    expect(saying(await examine(world), 'problem')).toEqual([
      expect.stringMatching(/^The hooks do not run: "disableAllHooks" in .*settings\.json switches/),
    ]);
  });

  test('F50: beside somebody else’s broken entry says which one is at fault', async () => {
    const ours = { hooks: [{ type: 'command', command: world.hook, args: [] }] };
    const theirs = { hooks: [{ type: 'command', command: 'lint', timeout: 0 }] };
    world.writeSettings({ hooks: { PreToolUse: [theirs, ours] } });
    expect(saying(await examine(world), 'problem')).toEqual([
      expect.stringMatching(/^hooks\.PreToolUse\.0\.hooks\.0 timeout .*, so Claude Code takes nothing of that file$/),
    ]);
  });

  test('in a file that is no JSON is a problem', async () => {
    fs.writeFileSync(world.settings, '{ "hooks": ');
    expect(saying(await examine(world), 'problem')).toEqual(
      [expect.stringContaining('is not valid JSON'), expect.anything()].reverse(),
    );
  });

  test('for http on a port where nobody of ours is', async () => {
    const headers = { 'x-mpm-hook': 'claude-code; via=http' };
    world.writeSettings({
      hooks: { Stop: [{ hooks: [{ type: 'http', url: 'http://127.0.0.1:1/v1/events', headers }] }] },
    });
    const report = await examine(world, { env: { HTTP_PROXY: 'http://proxy:3128' } });
    expect(saying(report, 'problem')).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/v1\/events is registered, and/),
    ]);
    expect(saying(report, 'warning')).toContain('MPM_HOOK_TOKEN is not the token here');
    expect(saying(report, 'warning')).toContain('A proxy is set, which http hooks would go to');
  });

  test('for http has the token that publishes and no other', async () => {
    const headers = { 'x-mpm-hook': 'claude-code; via=http' };
    world.writeSettings({
      hooks: { Stop: [{ hooks: [{ type: 'http', url: 'http://127.0.0.1:1/v1/events', headers }] }] },
    });
    const token = ensureToken(world.home.paths.token);
    const warnings = async (given: string) =>
      saying(await examine(world, { env: { MPM_HOOK_TOKEN: given } }), 'warning');

    expect(await warnings(publishToken(token))).not.toContainEqual(expect.stringContaining('MPM_HOOK_TOKEN'));
    expect(await warnings(token)).toContain(
      'MPM_HOOK_TOKEN is the whole token, which whoever holds the port would be sent',
    );
  });
});

describe('F4: a registered command', () => {
  test.each([
    ['that blocks tools', 'exit 2', 'problem', '~/bin/mpm-hook ended with 2, which Claude Code takes for an objection'],
    ['that speaks', 'echo hello', 'warning', '~/bin/mpm-hook wrote something, which Claude Code reads'],
    ['that drops what it gets', 'cat >/dev/null', 'problem', 'The probe went into ~/bin/mpm-hook and did not arrive'],
  ] as const)('%s is found out', async (_what, script, state, says) => {
    world.home.remove();
    world = createClaudeWorld({ script });
    await startDaemon();
    world.wire(world.hook, allEvents());

    expect(saying(await examine(world), state)).toEqual([says]);
  });
});
