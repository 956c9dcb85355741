import { expect, test } from 'vitest';
import { handlerFor } from '../../src/install/handler.ts';
import { createOwnership } from '../../src/install/our-handler.ts';
import { NO_CONTAINERS, unwireText } from '../../src/install/unwire-text.ts';
import { wireText } from '../../src/install/wire-text.ts';
import { isWished } from '../../src/install/wiring.ts';

const COMMAND = '/opt/here/mpm-hook';
const isOurs = createOwnership([COMMAND]);
const handler = handlerFor('Stop', { kind: 'command', command: COMMAND });
const stop = { event: 'Stop', handler };
const start = { event: 'SessionStart', handler };

const wire = (text: string, wanted = [stop]) =>
  wireText(text, wanted, { file: 'settings.json', isOurs, keeps: isWished });
const unwire = (text: string, stay = NO_CONTAINERS) => unwireText(text, { file: 'settings.json', isOurs, stay });

test('what is added is laid out as the file is: tabs and CRLF here', () => {
  const text = '{\r\n\t"model": "opus"\r\n}\r\n';

  expect(wire(text).text).toBe(
    [
      '{',
      '\t"model": "opus",',
      '\t"hooks": {',
      '\t\t"Stop": [',
      '\t\t\t{',
      '\t\t\t\t"hooks": [',
      '\t\t\t\t\t{',
      '\t\t\t\t\t\t"type": "command",',
      '\t\t\t\t\t\t"command": "/opt/here/mpm-hook",',
      '\t\t\t\t\t\t"args": [],',
      '\t\t\t\t\t\t"timeout": 5',
      '\t\t\t\t\t}',
      '\t\t\t\t]',
      '\t\t\t}',
      '\t\t]',
      '\t}',
      '}',
      '',
    ].join('\r\n'),
  );
});

test('a file on one line stays on one line', () => {
  expect(wire('{"model":"opus"}').text).toBe(
    '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"/opt/here/mpm-hook","args":[],"timeout":5}]}]}}',
  );
});

test.each(['', '  \n', '{}', '{ }', '{\n}\n', '{"hooks":{}}', '{"hooks": {"Stop": []}}', '{\n  "hooks": {\n  }\n}'])(
  'whatever is empty is filled: %j',
  (text) => {
    expect(JSON.parse(wire(text).text)).toEqual({ hooks: { Stop: [{ hooks: [handler] }] } });
  },
);

test('F43: the hooks of others stay, before and after, in order', () => {
  const text = '{"hooks":{"Stop":[{"matcher":"x","hooks":[{"type":"command","command":"say"}]}],"Zzz":[]},"z":1}';

  const { text: wired, changes } = wire(text, [stop, start]);

  expect(wired.startsWith('{"hooks":{"Stop":[{"matcher":"x","hooks":[{"type":"command","command":"say"}]},')).toBe(
    true,
  );
  expect(wired.endsWith('},"z":1}')).toBe(true);
  expect(Object.keys(JSON.parse(wired).hooks)).toEqual(['Stop', 'Zzz', 'SessionStart']);
  expect(changes).toEqual([
    { kind: 'added', event: 'Stop' },
    { kind: 'added', event: 'SessionStart' },
  ]);
  expect(unwire(wired).text).toBe(text);
});

test('F44: a second time there is nothing to do', () => {
  const once = wire('{"model":"opus"}', [stop, start]);

  expect(wire(once.text, [stop, start])).toEqual({ text: once.text, changes: [] });
});

test('F45: of a stale entry only the path is changed', () => {
  const text =
    '{ "hooks": { "Stop": [ { "hooks": [ {"args": [ ], "command": "/gone/mpm-hook", "timeout": 9, "type": "command"} ] } ] } }';

  expect(wire(text)).toEqual({
    text: text.replace('/gone/mpm-hook', COMMAND),
    changes: [{ kind: 'updated', event: 'Stop' }],
  });
});

test('F44: two spellings of the program become one entry', () => {
  const shell = { type: 'command', command: '~/.local/bin/mpm-hook' };
  const text = JSON.stringify({
    hooks: { Stop: [{ hooks: [shell, { type: 'command', command: 'say' }] }, { hooks: [handler] }] },
  });

  expect(JSON.parse(wire(text).text)).toEqual({
    hooks: { Stop: [{ hooks: [handler, { type: 'command', command: 'say' }] }] },
  });
});

test('a change of transport replaces the entry', () => {
  const http = handlerFor('Stop', { kind: 'http', command: COMMAND, port: 8765 });
  const wired = wire(wire('{}').text, [{ event: 'Stop', handler: http }]).text;

  expect(JSON.parse(wired).hooks.Stop).toEqual([{ hooks: [http] }]);
  expect(JSON.parse(wire(wired).text).hooks.Stop).toEqual([{ hooks: [handler] }]);
});

test('a timeout of the user stays, one that Claude Code refuses does not', () => {
  const withTimeout = (timeout: number) => JSON.stringify({ hooks: { Stop: [{ hooks: [{ ...handler, timeout }] }] } });

  expect(wire(withTimeout(60)).changes).toEqual([]);
  expect(wire(withTimeout(0)).text).toBe(withTimeout(5));
});

test('F47: an entry of ours under WorktreeCreate goes, one that somebody wished for stays', () => {
  const text = JSON.stringify({
    hooks: { WorktreeCreate: [{ hooks: [handler] }], PreCompact: [{ hooks: [handler] }], Stop: [{ hooks: [handler] }] },
  });

  const { text: wired, changes } = wire(text);

  expect(Object.keys(JSON.parse(wired).hooks)).toEqual(['PreCompact', 'Stop']);
  expect(changes).toEqual([{ kind: 'removed', event: 'WorktreeCreate' }]);
});

test('other names to watch replace the group, since the matcher is what watches', () => {
  const watch = (matcher: string) => [{ event: 'FileChanged', matcher, handler }];
  const wired = wire(wire('{}', watch('a')).text, watch('b'));

  expect(JSON.parse(wired.text)).toEqual({ hooks: { FileChanged: [{ matcher: 'b', hooks: [handler] }] } });
  expect(wired.changes).toEqual([{ kind: 'updated', event: 'FileChanged' }]);
});

test('what our leaving empties goes, what was empty before us stays', () => {
  const text = '{"hooks":{"Stop":[]}}';

  expect(unwire(wire(text).text, { hooks: true, events: ['Stop'] }).text).toBe(text);
  expect(unwire(wire(text).text).text).toBe('{}');
});

test.each([
  ['a comment', '{\n  // mine\n  "model": "opus"\n}', 'not valid JSON'],
  ['a trailing comma', '{"model": "opus",}', 'not valid JSON'],
  ['half a file', '{"model": "op', 'not valid JSON'],
  ['an array', '[]', 'not a JSON object'],
  ['null', 'null', 'not a JSON object'],
  ['hooks that are an array', '{"hooks": []}', '"hooks" in settings.json is not an object'],
  ['hooks that are null', '{"hooks": null}', '"hooks" in settings.json is not an object'],
  [
    'an event that is an object',
    '{"hooks": {"PreToolUse": {}}}',
    '"hooks.PreToolUse" in settings.json is not an array',
  ],
  ['hooks twice', '{"hooks": {}, "hooks": {}}', 'has "hooks" twice'],
  ['an event twice', '{"hooks": {"Stop": [], "Stop": []}}', 'has "Stop" twice'],
  ['too deep a nesting', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'nested too deeply'],
])('F43: %s is refused', (_, text, sentence) => {
  expect(() => wire(text)).toThrow(
    expect.objectContaining({ code: 'SETTINGS_MALFORMED', message: expect.stringContaining(sentence) }),
  );
});

test('groups that Claude Code would not take are somebody else’s business', () => {
  const text = '{"hooks":{"Stop":[null,{"hooks":3},"x",{"hooks":[null]}]}}';

  expect(unwire(wire(text).text).text).toBe(text);
});
