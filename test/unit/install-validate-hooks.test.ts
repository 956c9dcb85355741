import { expect, test } from 'vitest';
import { validateHooks } from '../../src/install/validate-hooks.ts';

const good = { type: 'command', command: '/bin/true' };
const web = { type: 'http', url: 'http://127.0.0.1:1/' };
const only = (event: string, handler: unknown) => ({ [event]: [{ hooks: [good, handler] }] });

// Each row was tried on Claude Code 2.1.330: under PostToolUse the entry alone was dropped, under PreToolUse and
// PermissionRequest no hook of the file ran.
const BAD_HANDLERS: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a text', 'x'],
  ['no type', { command: '/bin/true' }],
  ['an unknown type', { ...good, type: 'nope' }],
  ['a type that every object has', { ...good, type: 'constructor' }],
  ['no command', { type: 'command' }],
  ['a command that is a number', { type: 'command', command: 1 }],
  ['args that are a text', { ...good, args: 'x' }],
  ['args that are numbers', { ...good, args: [1] }],
  ['args that are null', { ...good, args: null }],
  ['timeout 0', { ...good, timeout: 0 }],
  ['a negative timeout', { ...good, timeout: -1 }],
  ['a timeout that is a text', { ...good, timeout: '5' }],
  ['a timeout that is null', { ...good, timeout: null }],
  ['async that is a text', { ...good, async: 'x' }],
  ['asyncRewake that is a number', { ...good, asyncRewake: 1 }],
  ['a statusMessage that is a number', { ...good, statusMessage: 1 }],
  ['an if that is a number', { ...good, if: 3 }],
  ['an unknown shell', { ...good, shell: 'fish' }],
  ['once that is a text', { ...good, once: 'x' }],
  ['an unknown onFailure', { ...good, onFailure: 'x' }],
  ['http without a url', { type: 'http' }],
  ['http with half a url', { type: 'http', url: 'x' }],
  ['http with headers that are a number', { ...web, headers: 3 }],
  ['http with a header that is a number', { ...web, headers: { a: 1 } }],
  ['http with allowedEnvVars that are a text', { ...web, allowedEnvVars: 'A' }],
  ['a prompt without a prompt', { type: 'prompt' }],
  ['a prompt with a model that is a number', { type: 'prompt', prompt: 'x', model: 3 }],
  ['an agent without a prompt', { type: 'agent' }],
  ['an mcp_tool without a server', { type: 'mcp_tool' }],
  ['an mcp_tool without a tool', { type: 'mcp_tool', server: 'x' }],
  ['an mcp_tool with an input that is a number', { type: 'mcp_tool', server: 'x', tool: 'y', input: 3 }],
];

test.each(BAD_HANDLERS)('F50: %s under PreToolUse or PermissionRequest switches the file off', (_, handler) => {
  for (const event of ['PreToolUse', 'PermissionRequest']) {
    expect(validateHooks(only(event, handler))).toEqual([
      { place: `hooks.${event}.0.hooks.1`, fault: expect.any(String), effect: 'file-off' },
    ]);
  }
});

test.each(BAD_HANDLERS)('F50: %s elsewhere drops the entry', (_, handler) => {
  expect(validateHooks(only('PostToolUse', handler))).toEqual([
    { place: 'hooks.PostToolUse.0.hooks.1', fault: expect.any(String), effect: 'dropped' },
  ]);
});

test.each([
  ['null', null],
  ['a text', 'x'],
  ['no hooks', { matcher: '*' }],
  ['hooks that are an object', { hooks: {} }],
  ['hooks that are null', { hooks: null }],
  ['a matcher that is a number', { matcher: 3, hooks: [good] }],
  ['a matcher that is null', { matcher: null, hooks: [good] }],
  ['the old flat shape', good],
])('F50: a group that is %s is at fault', (_, group) => {
  expect(validateHooks({ PreToolUse: [group] })).toMatchObject([{ place: 'hooks.PreToolUse.0', effect: 'file-off' }]);
  expect(validateHooks({ Stop: [group] })).toMatchObject([{ place: 'hooks.Stop.0', effect: 'dropped' }]);
});

test.each([{}, 'x', 7])('F50: an event that is %j is at fault', (groups) => {
  expect(validateHooks({ PermissionRequest: groups })).toMatchObject([{ effect: 'file-off' }]);
  expect(validateHooks({ Stop: groups })).toMatchObject([{ effect: 'dropped' }]);
});

test.each([
  ['a command that is empty', 'Stop', { hooks: [{ ...good, command: '' }] }],
  ['a matcher that is no expression', 'PreToolUse', { matcher: '(', hooks: [good] }],
  ['http on SessionStart', 'SessionStart', { hooks: [web] }],
  ['a condition where none is looked at', 'Stop', { hooks: [{ ...good, if: 'Bash(git *)' }] }],
])('F50: %s never runs, and harms nobody', (_, event, group) => {
  expect(validateHooks({ [event]: [group] })).toMatchObject([{ effect: 'never-runs' }]);
});

test.each([
  ['no hooks', undefined],
  ['null', null],
  ['an event that is null', { PreToolUse: null }],
  ['no groups', { PreToolUse: [] }],
  ['a huge timeout', only('PreToolUse', { ...good, timeout: 1e12 })],
  ['a field nobody knows', only('PreToolUse', { ...good, zzz: 1 })],
  ['a list of tools', { PreToolUse: [{ matcher: 'Edit|Write, Bash', hooks: [good] }] }],
  ['an expression', { PreToolUse: [{ matcher: 'mcp__.*', hooks: [good] }] }],
  ['a condition', only('PreToolUse', { ...good, if: 'Bash(git *)' })],
  ['every kind', { Stop: [{ hooks: [good, web, { type: 'agent', prompt: 'x' }] }] }],
])('F50: %s is no fault', (_, hooks) => {
  expect(validateHooks(hooks)).toEqual([]);
});

test.each([
  ['2.1.330', 'dropped'],
  ['2.1.101', 'dropped'],
  ['2.1.100', 'file-off'],
  [undefined, 'dropped'],
])('F47: what release %s makes of an unknown event in settings: %s', (claudeVersion, effect) => {
  expect(validateHooks({ Nope: [] }, { claudeVersion })).toEqual([
    { place: 'hooks.Nope', fault: 'is no event of this release', effect },
  ]);
});

test.each([
  ['2.1.330', 'dropped'],
  ['2.1.251', 'plugin-off'],
])('F49: what release %s makes of an unknown event in a plugin: %s', (claudeVersion, effect) => {
  expect(validateHooks({ Nope: [] }, { claudeVersion, isPlugin: true })).toMatchObject([{ effect }]);
});

test('F47: an event that came later than the release is unknown to it', () => {
  expect(validateHooks({ PostModelSwitch: [] }, { claudeVersion: '2.1.197' })).toHaveLength(1);
  expect(validateHooks({ PostModelSwitch: [] }, { claudeVersion: '2.1.251' })).toEqual([]);
});

test('F50: up to 2.1.121 any malformed entry switches the file off', () => {
  const hooks = only('Stop', { type: 'command' });
  expect(validateHooks(hooks, { claudeVersion: '2.1.121' })).toMatchObject([{ effect: 'file-off' }]);
  expect(validateHooks(hooks, { claudeVersion: '2.1.122' })).toMatchObject([{ effect: 'dropped' }]);
});

test('the one at fault is named, whoever wrote it', () => {
  const hooks = { PreToolUse: [{ hooks: [good] }, { matcher: 'Bash', hooks: [good, { ...good, timeout: 0 }] }] };

  expect(validateHooks(hooks)).toEqual([
    { place: 'hooks.PreToolUse.1.hooks.1', fault: 'timeout is not a number above 0', effect: 'file-off' },
  ]);
});
