const HEAD = '"hook_event_name":"PostToolUse","session_id":"one"';

/** An event of so many values that it is not taken apart. */
export function bulky(value: string, times = 300_000): Buffer {
  return Buffer.from(`{${HEAD},"tool_response":[${`${value},`.repeat(times)}1],"tool_use_id":"toolu_1"}`);
}

/** One whose sender stopped in the middle of a string, behind an escape; it has something that is looked at more closely. */
export function bulkyAndCut(): Buffer {
  const whole = bulky('{"a":1}').toString();
  return Buffer.from(whole.replace(/1\],[^\]]*$/, '{"text":"https://example.org\\nand so'));
}
