import type { WaitKind } from '../../shared/overview.ts';
import type { EndedWait, Minute, SlowCall, ToolMinute } from './minute.ts';

type ToolText = readonly [tool: string, calls: number, failed: number, totalMs: number, ms: readonly number[]];
type SlowText = readonly [id: string, durationMs: number, endedAtMs: number];
type WaitText = readonly [kind: WaitKind, fromMs: number, toMs: number, what?: string | null, summary?: string | null];
type MinuteText = readonly [
  minute: number,
  events: number,
  prompts: number,
  tools: readonly ToolText[],
  slowest: readonly SlowText[],
  waits: readonly WaitText[],
  /** Those that an older release wrote have neither. */
  files?: readonly string[],
  prompt?: string | null,
];

/** Without names, in less than half the room and time: a day has tens of thousands of them, and all are read for one answer. */
export function printMinute({ minute, events, prompts, tools, slowest, waits, files, prompt }: Minute): string {
  const text: MinuteText = [
    minute,
    events,
    prompts,
    tools.map(({ tool, calls, failed, totalMs, ms }) => [tool, calls, failed, totalMs, ms]),
    slowest.map(({ id, durationMs, endedAtMs }) => [id, durationMs, endedAtMs]),
    waits.map(({ kind, fromMs, toMs, what, summary }) => [kind, fromMs, toMs, what, summary]),
    files,
    prompt,
  ];
  return JSON.stringify(text);
}

export function parseMinute(text: string): Minute {
  const [minute, events, prompts, tools, slowest, waits, files = [], prompt]: MinuteText = JSON.parse(text); // written by printMinute
  return {
    minute,
    events,
    prompts,
    tools: tools.map(toTool),
    slowest: slowest.map(toSlow),
    waits: waits.map(toWait),
    files,
    prompt: prompt ?? undefined,
  };
}

function toTool([tool, calls, failed, totalMs, ms]: ToolText): ToolMinute {
  return { tool, calls, failed, totalMs, ms };
}

function toSlow([id, durationMs, endedAtMs]: SlowText): SlowCall {
  return { id, durationMs, endedAtMs };
}

function toWait([kind, fromMs, toMs, what, summary]: WaitText): EndedWait {
  return { kind, fromMs, toMs, what: what ?? undefined, summary: summary ?? undefined };
}
