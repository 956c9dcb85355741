import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findStage } from '../real-claude/find-stage.ts';
import { inOrderOfTime, outOfOrder, surplus, toWitnessed } from '../real-claude/judge.ts';
import type { Performance } from '../real-claude/perform.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const PERFORM_TIMEOUT_MS = 5 * 60 * 1000;

/** Seen or felt by whoever uses Claude Code, so `install` leaves them out; see src/install/events.ts. */
const ON_WISH = ['MessageDisplay', 'PreCompact', 'PostCompact', 'PreModelSwitch'];

const stage = await findStage();
if ('missing' in stage) process.stderr.write(`skipped: sessions of the real Claude Code: ${stage.missing}\n`);

describe.skipIf('missing' in stage)('sessions of the real Claude Code, wired by install, no daemon at first', () => {
  let folder: string;
  let seen: Performance;
  /** What ought to have arrived, says the test's own hook, which ran beside ours. */
  let fired: Performance['recorded'];

  beforeAll(async () => {
    if ('missing' in stage) return;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-performance-'));
    const answer = path.join(folder, 'performance.json');
    const perform = [
      path.join(ROOT, 'test/real-claude/perform.ts'),
      stage.claude,
      path.join(ROOT, 'dist/mpm-hook'),
      answer,
    ];
    const [first = '', ...rest] = [...stage.prefix, process.execPath, ...perform];
    await promisify(execFile)(first, rest, { timeout: PERFORM_TIMEOUT_MS });
    seen = JSON.parse(fs.readFileSync(answer, 'utf8')) as Performance;
    fired = seen.recorded.filter(({ event }) => !ON_WISH.includes(String(event.hook_event_name)));
  }, PERFORM_TIMEOUT_MS);

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('the sessions held what they promise', () => {
    const names = new Set(fired.map(({ event }) => event.hook_event_name));
    expect(seen.daemonAtFirst).toBe(false);
    for (const name of ['PostToolUseFailure', 'PermissionRequest', 'SubagentStart', 'SubagentStop', 'StopFailure']) {
      expect(names).toContain(name);
    }
    const withTasks = fired.filter(
      ({ event }) => Array.isArray(event.background_tasks) && event.background_tasks.length > 0,
    );
    expect(withTasks.length).toBeGreaterThanOrEqual(2);
    expect(fired.length).toBeGreaterThan(150);
  });

  test('every event it fires is in the store, once, as it was fired', () => {
    expect(surplus(fired.map(toWitnessed), seen.stored)).toEqual([]);
    expect(surplus(seen.stored, fired.map(toWitnessed))).toEqual([]);
    expect(new Set(seen.stored.map(({ id }) => id)).size).toBe(seen.stored.length);
  });

  test.each(['followed', 'shown'] as const)('tail --json has %s each of them once', (tail) => {
    expect(seen[tail]).toEqual(seen.stored);
  });

  test('the story of each session is in the order in which its hooks were called', () => {
    expect(outOfOrder(inOrderOfTime(seen.stored), fired)).toEqual([]);
  });

  test('F56: StopFailure arrives, though Claude Code ends its hooks some 27 ms after their start', () => {
    expect(seen.stored.filter(({ type }) => type === 'hook.stop_failure')).toHaveLength(3);
  });

  test('F14: the hooks of all sessions have started one daemon', () => {
    expect(seen.status).toMatchObject({
      running: true,
      port: 8765,
      events: seen.stored.length,
      dropped: 0,
      rejected: 0,
    });
    const starts = seen.log.split('\n').filter((line) => line.includes('"event":"started"'));
    expect(starts).toHaveLength(1);
    expect(seen.status.sessions).toBe(new Set(fired.map(({ event }) => event.session_id)).size);
  });
});
