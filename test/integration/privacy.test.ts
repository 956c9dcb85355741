import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpoolDrain } from '../../src/daemon/events/spool-drain.ts';
import { toEnvelope } from '../../src/daemon/store/entry.ts';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { printSpoolName } from '../../src/shared/spool.ts';
import { capturedEvents } from '../helpers/fixtures.ts';
import { plantSecrets } from '../helpers/planted-secrets.ts';
import { putFile, spool } from '../helpers/spooled.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';
import { aRawEvent, createTestIntake, type TestIntake } from '../helpers/test-intake.ts';

const SECRET = plantSecrets().find(({ kind }) => kind === 'github-token')?.secret ?? '';
const MARK = '‹redacted:github-token›';

let home: TempHome;
let store: EventStore;

beforeEach(() => {
  home = createTempHome();
  store = openEventStore(home.paths.store, { host: 'laptop' });
});
afterEach(() => {
  store.close();
  home.remove();
});

const dataOf = (intake: TestIntake, at = 0) => intake.published.map(toEnvelope)[at]?.data;

describe('F32: what the intake lets through', () => {
  test('is the event byte for byte, but for the secret, which is counted', async () => {
    const intake = createTestIntake(store);
    const written = (secret: string) =>
      `{ "hook_event_name":"Stop", "n":1.0, "a":"caf\\u00e9", "b":"it is ${secret}." }`;
    await intake.accept(aRawEvent(Buffer.from(written(SECRET))));
    await intake.accept(aRawEvent(Buffer.from(written('nothing'))));

    expect(intake.published.map(({ json }) => json.slice(json.indexOf('"data":') + 7, -1))).toEqual([
      written(MARK),
      written('nothing'),
    ]);
    expect(intake.counters.all().redacted).toBe(1);
  });

  test('is redacted before it is cut, so that no half of a secret is left at the end', async () => {
    const intake = createTestIntake(store, { maxEventBytes: 2000 });
    for (let shift = 0; shift < 60; shift += 7) {
      const text = `${'x '.repeat(900 + shift)}${SECRET}${' y'.repeat(2000)}`;
      await intake.accept(aRawEvent({ hook_event_name: 'Stop', text }, { id: `cut-event-${shift}` }));
    }
    expect(intake.published.every(({ json }) => json.includes('"cut":true'))).toBe(true);
    expect(intake.published.map(({ json }) => json).join()).not.toContain(SECRET.slice(0, 8));
  });

  test('has no secret in what is left of an event that is too much to be taken apart', async () => {
    const intake = createTestIntake(store);
    const bulk = `[${'1,'.repeat(300_000)}"${SECRET}"]`;
    await intake.accept(
      aRawEvent(Buffer.from(`{"hook_event_name":"Stop","note":"${SECRET}","all":["${SECRET}",${bulk}]}`)),
    );

    expect(dataOf(intake)).toMatchObject({ hook_event_name: 'Stop', note: MARK });
    expect(intake.published[0]?.json).toContain(`"cut":true`);
    expect(intake.published[0]?.json).not.toContain(SECRET);
  });

  test('has no secret in text that is no JSON, in ids, in a probe, nor in what the sender says of himself', async () => {
    const intake = createTestIntake(store);
    await intake.accept(aRawEvent(Buffer.from(`{"broken": "${SECRET}`)));
    await intake.accept(aRawEvent({ hook_event_name: 'Stop', session_id: SECRET, tool_use_id: SECRET }));
    await intake.accept(aRawEvent({ hook_event_name: 'system.probe', note: SECRET }));
    await intake.accept(aRawEvent({ hook_event_name: 'Stop' }, { origin: { project: `/home/${SECRET}` } }));

    expect(dataOf(intake)).toEqual({ text: `{"broken": "${MARK}` });
    expect(intake.published[1]?.session_id).toBe(MARK);
    expect(intake.shown).toHaveLength(1);
    expect([...intake.published, ...intake.shown].map(({ json }) => json).join()).not.toContain(SECRET);
    store.checkpoint();
    expect(fs.readFileSync(home.paths.store).includes(SECRET)).toBe(false);
  });

  test('counts a secret once, however often its event is sent', async () => {
    const intake = createTestIntake(store);
    const again = aRawEvent({ hook_event_name: 'Stop', text: SECRET }, { id: 'the-same-one' });
    for (let at = 0; at < 3; at += 1) await intake.accept(again);
    intake.counters.flush();
    expect(store.counters()).toMatchObject({ redacted: 1, duplicates: 2 });
  });
});

describe('F32: patterns of the user’s', () => {
  test('are redacted as well, under their name', async () => {
    const redact = [
      { kind: 'ticket', pattern: 'ACME-[0-9]{6}' },
      { kind: 'mail', pattern: '[a-z]+@corp[.]example' },
    ];
    const intake = createTestIntake(store, {}, { redact });
    await intake.accept(aRawEvent({ hook_event_name: 'Stop', text: 'see ACME-123456, or ask bob@corp.example' }));
    expect(dataOf(intake)?.text).toBe('see ‹redacted:ticket›, or ask ‹redacted:mail›');
  });

  test.each([
    ['(', 'it is no regular expression'],
    ['(a)\\1', 'it cannot be run in linear time'],
    ['a(?=b)', 'it cannot be run in linear time'],
    ['x*', 'it matches where nothing is'],
    ['redacted', 'it matches what stands in the place of a secret'],
  ])('%s is refused: %s', (pattern, why) => {
    const { privacy } = createTestIntake(store, {}, { redact: [{ kind: 'mine', pattern }] });
    expect(privacy.warnings).toEqual([`The pattern "mine" under "redact" is left out: ${why}.`]);
  });

  test('cannot be made to take long', async () => {
    const intake = createTestIntake(store, {}, { redact: [{ kind: 'mine', pattern: '(a+)+b' }] });
    const start = performance.now();
    await intake.accept(aRawEvent({ hook_event_name: 'Stop', text: 'a'.repeat(100_000) }));
    expect(performance.now() - start).toBeLessThan(2000); // backtracking would take longer than the universe
  });
});

describe('F32: less than everything', () => {
  const event = {
    hook_event_name: 'PreToolUse',
    session_id: 'one',
    tool_use_id: 'toolu_1',
    cwd: '/home/dev/quiet/sub',
    tool_name: 'Bash',
    tool_input: { command: 'cat plan.txt\nls', count: 3, 'what is it': true },
  };

  test('summary keeps shapes and sizes', async () => {
    const intake = createTestIntake(store, {}, { capture: 'summary' });
    await intake.accept(aRawEvent(event));
    expect(dataOf(intake)).toEqual({
      ...event,
      tool_input: { command: '‹text of 2 lines, 15 characters›', count: 3, '‹text, 10 characters›': true },
    });
  });

  test('metadata keeps that it was, in which session, with which tool', async () => {
    const intake = createTestIntake(store, {}, { capture: 'metadata' });
    await intake.accept(aRawEvent(event));
    await intake.accept(aRawEvent({ pin: 1234 }, { type: 'custom.note' }));
    await intake.accept(aRawEvent(Buffer.from('no JSON')));
    const { cwd: _cwd, tool_input: _input, ...metadata } = event;
    expect(dataOf(intake)).toEqual(metadata);
    expect(intake.published[0]).toMatchObject({ type: 'hook.pre_tool', session_id: 'one' });
    expect([dataOf(intake, 1), dataOf(intake, 2)]).toEqual([{}, {}]);
  });

  test.each([
    ['the folder Claude Code runs in', { cwd: '/home/dev/quiet/sub' }, undefined, 'metadata'],
    ['the project it belongs to', { cwd: '/tmp' }, '/home/dev/quiet', 'metadata'],
    ['the longest name counts', { cwd: '/home/dev/quiet/loud/x' }, undefined, 'full'],
    ['a name that only begins alike is another one', { cwd: '/home/dev/quieter' }, undefined, 'full'],
    ['elsewhere', { cwd: '/home/dev' }, undefined, 'full'],
  ])('each project has its own: %s', async (_what, fields, project, capture) => {
    const projects = {
      '/home/dev/quiet/': { capture: 'metadata' },
      '/home/dev/quiet/loud': { capture: 'full' },
    } as const;
    const intake = createTestIntake(store, {}, { projects });
    await intake.accept(
      aRawEvent({ hook_event_name: 'Stop', ...fields, text: 'words' }, { origin: { project } as object }),
    );
    expect(dataOf(intake)?.text).toBe(capture === 'full' ? 'words' : undefined);
  });

  test('no event as it was captured keeps any of its texts in metadata, nor a path', async () => {
    const intake = createTestIntake(store, {}, { capture: 'metadata' });
    for (const { name, bytes } of capturedEvents()) await intake.accept(aRawEvent(bytes, { id: `event-${name}` }));
    for (const { json } of intake.published) expect(JSON.stringify(JSON.parse(json).data)).not.toMatch(/[ /\\]/);
  });
});

describe('F32: what the spool puts aside', () => {
  const drainInto = async (intake: TestIntake) => {
    const drain = createSpoolDrain({ paths: home.paths, intake, counters: intake.counters, privacy: intake.privacy });
    await drain.drain();
    await drain.close();
    const [name = ''] = fs.readdirSync(home.paths.rejected);
    return fs.readFileSync(path.join(home.paths.rejected, name), 'utf8');
  };

  test('is without its secrets', async () => {
    putFile(home.paths, printSpoolName({ sentAtMs: 1, class: 'n', id: 'broken-one' }), `half a line with ${SECRET}`);
    expect(await drainInto(createTestIntake(store))).toBe(`half a line with ${MARK}`);
  });

  test('is without any content where content is not to be kept, whosever it is', async () => {
    spool(home.paths, 'refused-one', { header: { type: 'system.gap' }, text: '{"prompt":"words"}' });
    const projects = { '/home/dev/quiet': { capture: 'metadata' } } as const;
    expect(await drainInto(createTestIntake(store, {}, { projects }))).toBe('');
  });
});
