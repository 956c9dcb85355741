import type { ParsedEvent } from '../sessions/advance.ts';
import type { StoredEvent } from './entry.ts';

/** A line to be written; without a seq it gets the next one. */
export interface NewRow extends Omit<StoredEvent, 'seq'> {
  readonly seq?: number;
  readonly toolUseId: string | null;
  readonly origin: string;
  readonly parsed?: ParsedEvent | undefined;
}

export interface WrittenRow {
  readonly seq: number;
  readonly isTwin: boolean;
}

/** A row of the events without its seq, as another ledger takes it. */
export function toNewRow(row: Record<string, unknown>): NewRow {
  return {
    id: String(row.id),
    type: String(row.type),
    atMs: Number(row.at_ms),
    sessionId: toText(row.session_id),
    toolUseId: toText(row.tool_use_id),
    host: String(row.host),
    body: String(row.body),
    cut: row.cut === 1,
    origin: String(row.origin),
  };
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
