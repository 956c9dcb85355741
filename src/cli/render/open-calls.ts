import type { Envelope } from '../../shared/envelope.ts';
import { isObject } from '../../shared/wire.ts';

/** Calls that never end are forgotten, oldest first: a dismissed prompt ends nothing (F51). */
const MAX_OPEN_CALLS = 1000;

export interface CallEnd {
  /** From before the call to after it, waiting for permission included; undefined when its beginning was not seen. */
  readonly spanMs?: number;
  /** What the tool itself took, as Claude Code says. */
  readonly toolMs?: number;
}

interface OpenCalls {
  /** How long a call took, when this event ends one. */
  follow(envelope: Envelope): CallEnd | undefined;
  /** Of the calls that a batch lists: the tools that began and never ended, as when permission was denied (F53). */
  unendedIn(envelope: Envelope): readonly string[];
}

/** Joins the two events of a tool call by its `tool_use_id`, the only thing that tells parallel calls apart (F26). */
export function createOpenCalls(): OpenCalls {
  const beganAtMs = new Map<string, number>();

  const begin = (id: string, atMs: number): void => {
    beganAtMs.set(id, atMs);
    const oldest = beganAtMs.keys().next();
    if (beganAtMs.size > MAX_OPEN_CALLS && oldest.done !== true) beganAtMs.delete(oldest.value);
  };

  const end = (id: string, atMs: number, toolMs: unknown): CallEnd => {
    const began = beganAtMs.get(id);
    beganAtMs.delete(id);
    // Hooks of one call may overtake one another: then the span is not known, rather than negative.
    const isKnown = began !== undefined && began <= atMs;
    return { ...(isKnown && { spanMs: atMs - began }), ...(typeof toolMs === 'number' && { toolMs }) };
  };

  return {
    follow({ data, timestamp }) {
      const { tool_use_id: id, hook_event_name: name, duration_ms: toolMs } = data;
      if (typeof id !== 'string') return undefined;
      const atMs = Date.parse(timestamp);
      if (name === 'PreToolUse') begin(id, atMs);
      return name === 'PostToolUse' || name === 'PostToolUseFailure' ? end(id, atMs, toolMs) : undefined;
    },
    unendedIn({ data }) {
      const calls = Array.isArray(data.tool_calls) ? data.tool_calls.filter(isObject) : [];
      const unended = calls.filter((call) => beganAtMs.delete(String(call.tool_use_id)));
      return unended.map((call) => String(call.tool_name));
    },
  };
}
