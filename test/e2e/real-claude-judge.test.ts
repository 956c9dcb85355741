import { describe, expect, test } from 'vitest';
import { inOrderOfTime, outOfOrder, surplus } from '../real-claude/judge.ts';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

/** An event and both tellings of it: the witness's, and ours, stamped `lateMs` after. */
function anEvent(afterMs: number, event: Readonly<Record<string, unknown>>, { lateMs = 0 } = {}) {
  const data = { session_id: 's', ...event };
  const timestamp = new Date(START_MS + afterMs + lateMs).toISOString();
  const stored = { type: '-', id: `id-${afterMs}`, seq: afterMs + 1, host: 'h', session_id: 's', timestamp, data };
  return { fired: { atUs: (START_MS + afterMs) * 1000, event: data }, stored };
}

const pre = anEvent(0, { hook_event_name: 'PreToolUse', tool_use_id: 'a' });
const post = anEvent(1000, { hook_event_name: 'PostToolUse', tool_use_id: 'a' });

describe('the judge of real sessions', () => {
  test('finds what is missing, what differs and what came twice', () => {
    const changed = { data: { ...pre.stored.data, tool_use_id: 'b' } };
    expect(surplus([pre.stored, post.stored], [pre.stored])).toEqual(['PostToolUse a in s']);
    expect(surplus([changed], [pre.stored])).toEqual(['PreToolUse b in s']);
    expect(surplus([pre.stored, pre.stored], [pre.stored])).toEqual(['PreToolUse a in s']);
  });

  test('does not mind the order of keys', () => {
    const turned = { data: Object.fromEntries(Object.entries(pre.stored.data).reverse()) };
    expect(surplus([turned], [pre.stored])).toEqual([]);
  });

  test('is content with a story told in order', () => {
    const story = inOrderOfTime([post.stored, pre.stored]);
    expect(outOfOrder(story, [pre.fired, post.fired])).toEqual([]);
  });

  test('finds a result before its call', () => {
    expect(outOfOrder([post.stored, pre.stored], [pre.fired, post.fired])).toEqual([
      'PostToolUse a in s comes before its PreToolUse a',
      'PreToolUse a in s comes late',
    ]);
  });

  test('finds an event that bears the time of its arrival instead of its hook’s', () => {
    const late = anEvent(0, { hook_event_name: 'PreToolUse', tool_use_id: 'a' }, { lateMs: 900 });
    expect(outOfOrder([late.stored], [late.fired])).toHaveLength(1);
  });
});
