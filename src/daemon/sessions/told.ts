import { isObject } from '../../shared/wire.ts';
import type { SessionEvent } from './session-state.ts';

/** What most events say, by name; anything but a text is as if it were not there. */
export interface Told {
  readonly atMs: number;
  readonly data: SessionEvent['data'];
  readonly tool: string;
  readonly callId: string | undefined;
  /** Undefined in the main thread. */
  readonly agentId: string | undefined;
  readonly agentType: string | undefined;
}

export function toTold({ atMs, data }: SessionEvent): Told {
  return {
    atMs,
    data,
    tool: textOf(data.tool_name) ?? '?',
    callId: textOf(data.tool_use_id),
    agentId: textOf(data.agent_id),
    agentType: typeof data.agent_type === 'string' ? data.agent_type : undefined,
  };
}

/** Undefined for what is no text, and for an empty one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function objectsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
