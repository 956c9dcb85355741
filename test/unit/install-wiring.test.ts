import { expect, test } from 'vitest';
import { CLAUDE_EVENTS } from '../../src/install/events.ts';
import { handlerFor, TOKEN_VARIABLE } from '../../src/install/handler.ts';
import { eventsFor, OLDEST_RELEASE } from '../../src/install/wiring.ts';
import { isNewer } from '../../src/shared/version.ts';

const NEWEST = '2.1.330';
const namesFor = (options: Parameters<typeof eventsFor>[0]) => eventsFor(options).events.map(({ name }) => name);

test('a current release gets every event that can be observed without being noticed', () => {
  expect(namesFor({ claudeVersion: NEWEST })).toHaveLength(27);
  expect(eventsFor({ claudeVersion: NEWEST }).tooNew).toEqual([]);
});

test('F47: WorktreeCreate is wired for nobody, and asking for it is refused', () => {
  expect(namesFor({ claudeVersion: NEWEST })).not.toContain('WorktreeCreate');
  expect(() => eventsFor({ claudeVersion: NEWEST, wish: ['WorktreeCreate'] })).toThrow(/never wired/);
});

test.each(['MessageDisplay', 'PreCompact', 'PostCompact', 'PreModelSwitch'])(
  'F47: %s is wired on wish only',
  (name) => {
    expect(namesFor({ claudeVersion: NEWEST })).not.toContain(name);
    expect(namesFor({ claudeVersion: NEWEST, wish: [name] })).toContain(name);
  },
);

test('FileChanged is wired with the names to watch, and without them refused', () => {
  expect(() => eventsFor({ wish: ['FileChanged'] })).toThrow(/unless the files are named/);
  expect(eventsFor({ claudeVersion: NEWEST, wish: ['FileChanged:package.json|.env'] }).events).toContainEqual({
    name: 'FileChanged',
    matcher: 'package.json|.env',
  });
});

test('a wish for an event that does not exist is refused, and those that do are named', () => {
  expect(() => eventsFor({ wish: ['PreToolUs'] })).toThrow(
    expect.objectContaining({ code: 'EVENT_UNKNOWN', hint: expect.stringContaining('MessageDisplay') }),
  );
});

test('wishing for what is wired anyway wires it once', () => {
  expect(namesFor({ claudeVersion: NEWEST, wish: ['Stop'] }).filter((name) => name === 'Stop')).toHaveLength(1);
});

test('F47: an older release gets only the events it knows, and the others are told', () => {
  const { events, tooNew } = eventsFor({ claudeVersion: '2.1.197' });

  expect(tooNew).toEqual(['DirectoryAdded', 'PostModelSwitch']);
  expect(events).toHaveLength(25);
});

test('F47: where there is no trace of Claude Code, what its oldest living release knows is wired', () => {
  for (const name of namesFor({})) {
    const since = CLAUDE_EVENTS.find((event) => event.name === name)?.since ?? '';
    expect(isNewer(since, OLDEST_RELEASE), name).toBe(false);
  }
  expect(namesFor({})).toEqual(namesFor({ claudeVersion: OLDEST_RELEASE }));
});

test('the command handler has no shell in between and gives up after five seconds', () => {
  expect(handlerFor('Stop', { kind: 'command', command: '/opt/mpm-hook' })).toEqual({
    type: 'command',
    command: '/opt/mpm-hook',
    args: [],
    timeout: 5,
  });
});

test('the http handler names the variable of the token and holds no token', () => {
  const handler = handlerFor('Stop', { kind: 'http', command: '/opt/mpm-hook', port: 8765 });

  expect(handler).toMatchObject({
    type: 'http',
    url: 'http://127.0.0.1:8765/v1/events',
    allowedEnvVars: [TOKEN_VARIABLE],
  });
  expect(handler.headers).toMatchObject({ authorization: `Bearer \${${TOKEN_VARIABLE}}` });
});

test.each(['SessionStart', 'Setup'])('%s takes only commands, so it stays one with http', (event) => {
  expect(handlerFor(event, { kind: 'http', command: '/opt/mpm-hook', port: 8765 })).toMatchObject({ type: 'command' });
});
