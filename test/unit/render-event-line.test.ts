import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/cli/render/width.ts';
import { anEvent, envelopeOf, linesOf, parse, post, pre } from '../helpers/event-lines.ts';
import { capturedSequences } from '../helpers/fixtures.ts';

describe('a tool call', () => {
  test('lasts from its first event to its second', () => {
    const lines = linesOf();
    lines.print(envelopeOf(pre('toolu_1')));

    expect(lines.print(envelopeOf(post('toolu_1'), 8100))).toContain('Bash        8.1 s  npm test');
  });

  test('F26: each of several parallel calls is joined to its own end', () => {
    const lines = linesOf();
    for (const [at, id] of ['a', 'b', 'c'].entries()) lines.print(envelopeOf(pre(id), at * 1000));

    expect(lines.print(envelopeOf(post('b'), 5000))).toContain('  4 s  ');
    expect(lines.print(envelopeOf(post('c'), 5500))).toContain('  3.5 s  ');
    expect(lines.print(envelopeOf(post('a'), 6000))).toContain('  6 s  ');
  });

  test('takes what the tool says it took, and what is beyond was waiting', () => {
    const lines = linesOf();
    lines.print(envelopeOf(pre('toolu_1')));

    expect(lines.print(envelopeOf(post('toolu_1', { duration_ms: 8100 }), 60_200))).toContain('8.1 s, waited 52 s');
  });

  test('of which the beginning was not seen has no duration but the tool’s own', () => {
    expect(linesOf().print(envelopeOf(post('toolu_1')))).toContain('Bash        npm test');
    expect(linesOf().print(envelopeOf(post('toolu_1', { duration_ms: 44 })))).toContain('Bash        44 ms  npm test');
  });

  test('F27: that failed is a failure with its error, not a success', () => {
    const failed = anEvent({
      hook_event_name: 'PostToolUseFailure',
      tool_name: 'Bash',
      tool_input: { command: 'false' },
      error: 'Exit code 3\noops',
    });

    expect(linesOf({ coloured: true }).print(envelopeOf(failed))).toContain('\u001b[31mPostToolUseFailure\u001b[39m');
    expect(linesOf().print(envelopeOf(failed))).toContain('Exit code 3: oops (false)');
  });

  test('F53: that was denied is named when its batch is settled', () => {
    const lines = linesOf();
    for (const id of ['a', 'b']) lines.print(envelopeOf(pre(id)));
    lines.print(envelopeOf(post('a')));
    const calls = ['a', 'b'].map((id) => ({ tool_name: 'Bash', tool_use_id: id }));
    const batch = envelopeOf(anEvent({ hook_event_name: 'PostToolBatch', tool_calls: calls }));

    expect(lines.print(batch)).toContain('2 calls  did not run: Bash');
  });

  test('in a real denied run did not run, and in a real parallel one all did', () => {
    const printRun = (name: string) => {
      const lines = linesOf();
      const run = capturedSequences().find((sequence) => sequence.name === name);
      return run?.events.map((bytes) => lines.print(envelopeOf(parse(bytes)))).join('\n') ?? '';
    };

    expect(printRun('print-denied')).toContain('did not run: Bash');
    expect(printRun('print-parallel')).not.toContain('did not run');
  });
});

test('a sub-agent’s events carry its kind and the beginning of its id', () => {
  const event = pre('toolu_1');
  expect(linesOf().print(envelopeOf({ ...event, agent_id: 'acf7555517', agent_type: 'Explore' }))).toContain(
    '[Explore acf7]  npm test',
  );
});

test('F52: a stop with something going on behind it says so', () => {
  const stop = anEvent({
    hook_event_name: 'Stop',
    last_assistant_message: 'Launched.',
    background_tasks: [{ id: 'a' }],
  });
  expect(linesOf().print(envelopeOf(stop))).toContain('Launched. (1 in the background)');
});

test('F55: a prompt that no human wrote is shown as such', () => {
  const prompt = '<task-notification>\n<summary>Agent "Job" finished</summary>\n</task-notification>';
  const line = linesOf().print(envelopeOf(anEvent({ hook_event_name: 'UserPromptSubmit', prompt })));
  expect(line).toContain('(from Claude Code) Agent "Job" finished');
});

test('F29: an event that nobody has heard of shows what it carries', () => {
  const line = linesOf().print(envelopeOf(anEvent({ hook_event_name: 'TimeTravel', to: 1985 })));
  expect(line).toBe('12:00:00  web-shop          abcd  TimeTravel                      {"to":1985}');
});

test('a session keeps the name of the folder it began in', () => {
  const lines = linesOf();
  lines.print(envelopeOf(anEvent({ hook_event_name: 'Stop' })));
  expect(lines.print(envelopeOf(anEvent({ hook_event_name: 'Stop', cwd: '/tmp/elsewhere' })))).toContain('web-shop');
});

test('a long prompt is its first line, with a sign that more follows', () => {
  const line = linesOf().print(
    envelopeOf(anEvent({ hook_event_name: 'UserPromptSubmit', prompt: '\n Fix it.\nAnd then…' })),
  );
  expect(line).toMatch(/ {2}Fix it\. …$/);
});

test.each([
  ['colours', '\u001b[31mred\u001b[0m', '\ufffd[31mred\ufffd[0m'],
  ['a window title', '\u001b]0;owned\u0007', '\ufffd]0;owned\ufffd'],
  ['C1 controls', 'a\u009b2Jb', 'a\ufffd2Jb'],
  ['a return to the line’s beginning', 'echo safe\rrm -rf /', 'echo safe …'],
  ['text turned around', 'echo \u202egpj.exe', 'echo \ufffdgpj.exe'],
  ['characters that cannot be seen', 'a\u200bb\u{e0041}c', 'a\ufffdb\ufffdc'],
])('%s in a command do nothing to the terminal', (_what, command, shown) => {
  expect(linesOf().print(envelopeOf(pre('toolu_1', 'Bash', { command })))).toMatch(
    new RegExp(` {2}${shown.replace(/[[\]/\\]/g, '\\$&')}$`, 'u'),
  );
});

test('a line never is wider than the terminal, whatever is in it', () => {
  const anything = fc.record({
    hook_event_name: fc.oneof(fc.constantFrom('PreToolUse', 'PostToolUse', 'UserPromptSubmit', 'Stop'), fc.string()),
    tool_name: fc.oneof(fc.constantFrom('Bash', 'Read', 'mcp__claude_ai_Google_Drive__search'), fc.string()),
    tool_input: fc.record({ command: fc.string({ unit: 'grapheme' }) }),
    prompt: fc.string({ unit: 'grapheme', maxLength: 300 }),
    cwd: fc.string({ unit: 'grapheme' }),
    session_id: fc.string(),
  });
  fc.assert(
    fc.property(anything, fc.integer({ min: 80, max: 200 }), (data, columns) => {
      const line = linesOf({ columns }).print(envelopeOf(data));
      expect(widthOf(line)).toBeLessThanOrEqual(columns);
      expect(line).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
    }),
  );
});

test('wide characters are cut between, not within', () => {
  const line = linesOf({ columns: 70 }).print(envelopeOf(pre('toolu_1', 'Bash', { command: '漢字'.repeat(50) })));
  expect(widthOf(line)).toBeLessThanOrEqual(70);
  expect(line).toMatch(/漢字?…$/);
});

test('colour only marks what is there without it', () => {
  const event = envelopeOf(pre('toolu_1'));
  expect(stripVTControlCharacters(linesOf({ coloured: true }).print(event))).toBe(linesOf().print(event));
});

test('a remark stands where the details stand, or as far right as there is room', () => {
  const remark = '14 missed, the history no longer has them';
  expect(linesOf().printRemark(remark)).toMatch(/^ {66}── 14 missed, the history no longer has them ──$/);
  expect(widthOf(linesOf({ columns: 80 }).printRemark(remark))).toBe(80);
});
